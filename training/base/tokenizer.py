"""The base model's tokenizer, built from the GGUF's own metadata, and its chat template's tokens."""

from __future__ import annotations

from typing import Any

from tokenizers import AddedToken, Encoding, Tokenizer, decoders, models, pre_tokenizers

from .template import ChatTemplate

CONTROL, USER_DEFINED = 3, 4


def base_tokenizer(metadata: dict[str, Any]) -> Tokenizer:
    """Byte-level BPE with single digits split first (tokenizer.ggml.pre = "smollm")."""
    if metadata.get("tokenizer.ggml.model") != "gpt2":
        raise ValueError(f"tokenizer model {metadata.get('tokenizer.ggml.model')} is not supported")
    if metadata.get("tokenizer.ggml.pre") != "smollm":
        raise ValueError(f"pre-tokenizer {metadata.get('tokenizer.ggml.pre')} is not supported")
    tokens = metadata["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(
        models.BPE(vocab={token: i for i, token in enumerate(tokens)}, merges=merges)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    kinds = metadata["tokenizer.ggml.token_type"]
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token, kind in zip(tokens, kinds)
            if kind in (CONTROL, USER_DEFINED)
        ]
    )
    return tokenizer


class ChatTokenizer:
    """A base model's tokenizer, and the template that its chats are written in."""

    def __init__(self, tokenizer: Tokenizer, template: ChatTemplate):
        self.tokenizer, self.template = tokenizer, template

    def encode(self, text: str) -> Encoding:
        return self.tokenizer.encode(text)

    def encode_batch(self, texts: list[str]) -> list[Encoding]:
        return self.tokenizer.encode_batch(texts)

    def decode(self, tokens: list[int], skip_special_tokens: bool = True) -> str:
        return self.tokenizer.decode(tokens, skip_special_tokens=skip_special_tokens)

    def get_vocab(self) -> dict[str, int]:
        return self.tokenizer.get_vocab()

    @property
    def end_token(self) -> int:
        """Token behind an answer."""
        return self.tokenizer.token_to_id(self.template.end)

    def template_tokens(self) -> tuple[list[int], list[int]]:
        """The template's tokens before a message and behind it."""
        return self.encode(self.template.opening).ids, self.encode(self.template.closing).ids
