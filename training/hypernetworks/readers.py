"""How a description reaches the hypernetwork: one sentence vector, or the states of its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from tokenizers import Tokenizer

from training.adapters.lora import Adapter, for_rows, pack
from training.base.model import BaseModel
from training.base.template import system_message, template_tokens

from .encoder import MAXIMUM_TOKENS, TOKENS_MULTIPLE, DescriptionEncoder, normalise_description
from .gist import ENCODING as GIST
from .gist import GistConfig, Reading
from .latent import Description, HypernetworkConfig, TokenStates

ENCODINGS = ("sentence", "tokens", "base", "tokens+base")
BASE_LAYERS_SHARE = 2 / 3
"""The base model's states are read after this share of its layers: past word identity alone,
before the states turn into the prediction of the next word."""
READING_MULTIPLE = 48
"""Most descriptions and the template around them fit; a compiled layer is made for every length."""
SYSTEM_END_TOKENS = 2  # <|im_end|> and the line's end


class DescriptionReader(Protocol):
    def read(self, descriptions: list[str]) -> Description | Reading: ...


@dataclass
class BaseReading:
    """Descriptions as system messages before the template around an empty message."""

    base: BaseModel
    tokens: torch.Tensor  # [tasks, length], right-padded
    places: torch.Tensor  # [tasks, template tokens]
    layer_function: Callable | None = None

    def projections(self, adapter: Adapter, scaling: float) -> torch.Tensor:
        """See gist.Reading."""
        packed = pack(adapter, self.base.config, scaling, self.base.embedding.dtype)
        lora = for_rows(packed, len(self.tokens))
        return self.base.attention_inputs(self.tokens, self.places, lora, self.layer_function)


class GistReader:
    """Puts descriptions where the base model reads them; `layer_function` may be a compiled one."""

    def __init__(self, base: BaseModel, tokenizer: Tokenizer):
        self.base, self.tokenizer = base, tokenizer
        opening, closing = template_tokens(tokenizer)
        self.template = opening + closing
        self.system_end = tokenizer.encode(system_message("")).ids[-SYSTEM_END_TOKENS:]
        self.layer_function: Callable | None = None

    def read(self, descriptions: list[str]) -> BaseReading:
        """What lies beyond MAXIMUM_TOKENS of a description is not read."""
        texts = [system_message(normalise_description(text)) for text in descriptions]
        system = [
            item.ids[:-SYSTEM_END_TOKENS][:MAXIMUM_TOKENS] + self.system_end
            for item in self.tokenizer.encode_batch(texts)
        ]
        tokens = padded([ids + self.template for ids in system], READING_MULTIPLE)
        starts = torch.tensor([len(ids) for ids in system])
        places = starts[:, None] + torch.arange(len(self.template))
        return BaseReading(self.base, tokens, places, self.layer_function)


class FrozenReader:
    """Reads descriptions by the frozen encoder, the frozen base model, or both.

    - "sentence": mean-pooled unit vector of the encoder, as in the paper
    - "tokens": the encoder's last layer, a state a token
    - "base": the base model's states of the bare description
    """

    def __init__(
        self,
        encoding: str,
        encoder: DescriptionEncoder,
        base: BaseModel | None = None,
        tokenizer: Tokenizer | None = None,
    ):
        if encoding not in ENCODINGS:
            raise ValueError(f"Unknown encoding {encoding!r}; choose one of {ENCODINGS}.")
        if "base" in encoding and (base is None or tokenizer is None):
            raise ValueError(f"The encoding {encoding} needs the base model and its tokenizer.")
        self.encoding, self.encoder = encoding, encoder
        self.base, self.tokenizer = base, tokenizer

    def read(self, descriptions: list[str]) -> Description:
        if self.encoding == "sentence":
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
        ids = [item.ids[:MAXIMUM_TOKENS] for item in self.tokenizer.encode_batch(texts)]
        tokens = padded(ids, TOKENS_MULTIPLE)
        mask = torch.zeros(tokens.shape)
        for row, item in enumerate(ids):
            mask[row, : max(1, len(item))] = 1
        layers = round(BASE_LAYERS_SHARE * self.base.config.layers)
        return TokenStates(self.base.states_of_texts(tokens, mask, layers).float(), mask)


def padded(rows: list[list[int]], multiple: int) -> torch.Tensor:
    """Token lists -> [rows, length], zeros behind each, `length` a multiple and never 0."""
    longest = max(1, *map(len, rows))
    tokens = torch.zeros(len(rows), longest + -longest % multiple, dtype=torch.int64)
    for row, ids in enumerate(rows):
        tokens[row, : len(ids)] = torch.tensor(ids, dtype=torch.int64)
    return tokens


def encoding_of(config: HypernetworkConfig | GistConfig) -> str:
    """The encoding a hypernetwork was built for."""
    if isinstance(config, GistConfig):
        return GIST
    return "+".join(config.token_sizes) or "sentence"


def token_sizes(encoding: str, encoder_size: int, base_size: int) -> dict[str, int]:
    """Width of every stream of token states; empty for the sentence vector."""
    if encoding == "sentence":
        return {}
    return {name: {"tokens": encoder_size, "base": base_size}[name] for name in encoding.split("+")}
