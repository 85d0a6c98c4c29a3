"""The base model's tokenizer, built from the GGUF's own metadata, and its chat template's tokens."""

from __future__ import annotations

from typing import Any

from tokenizers import (
    AddedToken,
    Encoding,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
)

from .template import ChatTemplate

CONTROL, USER_DEFINED = 3, 4
SUPPORTED = {"tokenizer.ggml.model": ("gpt2",), "tokenizer.ggml.pre": ("smollm", "qwen2")}
# Single digits, words with the mark or space before them, runs of marks, line breaks, spaces.
QWEN2_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def base_tokenizer(metadata: dict[str, Any]) -> Tokenizer:
    """Byte-level BPE; raises ValueError naming the key for a tokenizer of another kind."""
    for key, supported in SUPPORTED.items():
        if metadata.get(key) not in supported:
            raise ValueError(f"{key} is {metadata.get(key)!r}, which is not supported")
    tokens = metadata["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(
        models.BPE(vocab={token: i for i, token in enumerate(tokens)}, merges=merges)
    )
    if metadata["tokenizer.ggml.pre"] == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
        split = pre_tokenizers.Split(Regex(QWEN2_WORDS), "isolated")
        words = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    else:
        split = pre_tokenizers.Digits(individual_digits=True)
        words = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, words])
    tokenizer.decoder = decoders.ByteLevel()
    kinds = metadata["tokenizer.ggml.token_type"]

    def added(kind: int) -> list[AddedToken]:
        is_special = kind == CONTROL
        chosen = (token for token, its_kind in zip(tokens, kinds) if its_kind == kind)
        return [AddedToken(token, special=is_special, normalized=False) for token in chosen]

    tokenizer.add_special_tokens(added(CONTROL))
    tokenizer.add_tokens(added(USER_DEFINED))
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
