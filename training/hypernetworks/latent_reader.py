"""Descriptions as T2L-L, -M and -S take them: one sentence vector, or the states of their tokens."""

from __future__ import annotations

from collections.abc import Callable

import torch

from training.base.batch import padded
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer

from .encoder import MAXIMUM_TOKENS, TOKENS_MULTIPLE, DescriptionEncoder, normalise_description
from .latent import Description, TokenStates

SENTENCE = "sentence"
ENCODINGS = (SENTENCE, "tokens", "base", "tokens+base")
BASE_LAYERS_SHARE = 2 / 3
"""Share of the base model's layers after which its states are read.

There they are past word identity alone, and not yet the prediction of the next word.
"""


class FrozenReader:
    """Reads descriptions by the frozen encoder, the frozen base model, or both.

    - "sentence": mean-pooled unit vector of the encoder, as in the paper
    - "tokens": the encoder's last layer, a state a token
    - "base": the base model's states of the bare description
    """

    layer_function: Callable | None = None  # unused: no training goes through these readings

    def __init__(
        self,
        encoding: str,
        encoder: DescriptionEncoder,
        base: BaseModel | None = None,
        tokenizer: ChatTokenizer | None = None,
    ):
        if encoding not in ENCODINGS:
            raise ValueError(f"Unknown encoding {encoding!r}; choose one of {ENCODINGS}.")
        if "base" in encoding and (base is None or tokenizer is None):
            raise ValueError(f"The encoding {encoding} needs the base model and its tokenizer.")
        self.encoding, self.encoder = encoding, encoder
        self.base, self.tokenizer = base, tokenizer

    def read(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Description:
        if turns:
            raise ValueError("T2L-L, -M and -S read descriptions alone, no examples.")
        if self.encoding == SENTENCE:
            return self.encoder.encode(descriptions)
        streams = {}
        for name in self.encoding.split("+"):
            if name == "tokens":
                streams[name] = TokenStates(*self.encoder.encode_tokens(descriptions))
            else:
                streams[name] = self._base_states(descriptions)
        return streams

    def _base_states(self, descriptions: list[str]) -> TokenStates:
        texts = [normalise_description(text) for text in descriptions]
        ids = [item[:MAXIMUM_TOKENS] for item in self.tokenizer.encode_batch(texts)]
        tokens = padded(ids, TOKENS_MULTIPLE)
        mask = torch.zeros(tokens.shape)
        for row, item in enumerate(ids):
            mask[row, : max(1, len(item))] = 1
        layers = round(BASE_LAYERS_SHARE * self.base.config.layers)
        return TokenStates(self.base.states_of_texts(tokens, mask, layers).float(), mask)


def token_sizes(encoding: str, encoder_size: int, base_size: int) -> dict[str, int]:
    """Width of every stream of token states; empty for the sentence vector."""
    if encoding == SENTENCE:
        return {}
    return {name: {"tokens": encoder_size, "base": base_size}[name] for name in encoding.split("+")}
