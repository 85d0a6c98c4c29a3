"""Descriptions as T2L-G takes them: placed where the base model reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from training.adapters.lora import Adapter, for_rows, pack
from training.base.batch import padded
from training.base.model import BaseModel
from training.base.template import Part
from training.base.tokenizer import ChatTokenizer

from .encoder import MAXIMUM_TOKENS, normalise_description

READING_MULTIPLE = 48
"""Multiple of a reading's length, into which most descriptions fit: each length compiles a layer.
"""


@dataclass
class BaseReading:
    """Descriptions as system messages, and turns, before the template around an empty message."""

    base: BaseModel
    tokens: torch.Tensor  # [tasks, length], right-padded
    places: torch.Tensor  # [tasks, template tokens]
    layer_function: Callable | None = None

    def projections(self, adapter: Adapter, scaling: float) -> torch.Tensor:
        """Projections at the template's tokens, as `Reading` in gist.py says."""
        packed = pack(adapter, self.base.config, scaling, self.base.embedding.dtype)
        lora = for_rows(packed, len(self.tokens))
        return self.base.attention_inputs(self.tokens, self.places, lora, self.layer_function)


class GistReader:
    """Puts descriptions where the base model reads them; `layer_function` may be a compiled one."""

    def __init__(self, base: BaseModel, tokenizer: ChatTokenizer):
        self.base, self.tokenizer = base, tokenizer
        opening, closing = tokenizer.template_tokens()
        self.template = opening + closing
        self.system_end = tokenizer.encode((Part(tokenizer.template.system_end, True),))
        self.layer_function: Callable | None = None

    def read(self, descriptions: list[str], turns: list[list[int]] | None = None) -> BaseReading:
        """Readings of descriptions; tokens of one beyond MAXIMUM_TOKENS are not read.

        An empty description that turns stand for has no system message.
        """
        template = self.tokenizer.template
        texts = [template.system_message(normalise_description(text)) for text in descriptions]
        before = [
            item[: -len(self.system_end)][:MAXIMUM_TOKENS] + self.system_end
            for item in self.tokenizer.encode_batch(texts)
        ]
        if turns:
            before = [
                ids + of_task if description or not of_task else of_task
                for description, ids, of_task in zip(descriptions, before, turns, strict=True)
            ]
        tokens = padded([ids + self.template for ids in before], READING_MULTIPLE)
        starts = torch.tensor([len(ids) for ids in before])
        places = starts[:, None] + torch.arange(len(self.template))
        return BaseReading(self.base, tokens, places, self.layer_function)
