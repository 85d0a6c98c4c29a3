"""Descriptions that are read again and again, by a frozen encoder, once each."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F

from training.hypernetworks.kind import DescriptionReader
from training.hypernetworks.latent import Description, TokenStates


class KeptReader:
    """Reads as `reader` does, and keeps what a text became; only for encodings by L, M and S."""

    layer_function: Callable | None = None  # unused: no training goes through these readings

    def __init__(self, reader: DescriptionReader):
        self.reader = reader
        self.kept: dict[str, Description] = {}

    def read(self, descriptions: list[str]) -> Description:
        for text in descriptions:
            if text not in self.kept:
                self.kept[text] = self.reader.read([text])
        each = [self.kept[text] for text in descriptions]
        if isinstance(each[0], torch.Tensor):
            return torch.cat(each)
        return {name: joined([one[name] for one in each]) for name in each[0]}


def joined(streams: list[TokenStates]) -> TokenStates:
    """One batch of several, each padded to the longest."""
    longest = max(stream.mask.shape[1] for stream in streams)
    missing = [longest - stream.mask.shape[1] for stream in streams]
    hidden = [F.pad(stream.hidden, (0, 0, 0, by)) for stream, by in zip(streams, missing)]
    masks = [F.pad(stream.mask, (0, by)) for stream, by in zip(streams, missing)]
    return TokenStates(torch.cat(hidden), torch.cat(masks))
