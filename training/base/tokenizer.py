"""The base model's tokenizer, built from the GGUF's own metadata, and its chat template's tokens."""

from __future__ import annotations

import re
from typing import Any

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
)

from .template import ChatTemplate, Part, Prompt

CONTROL, USER_DEFINED = 3, 4
SUPPORTED = {
    "tokenizer.ggml.model": ("gpt2",),
    "tokenizer.ggml.pre": ("smollm", "qwen2", "llama-bpe"),
}
# Single digits, words with the mark or space before them, runs of marks, line breaks, spaces.
QWEN2_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

# Llama 3's: as many as three digits together.
LLAMA3_WORDS = QWEN2_WORDS.replace(r"\p{N}|", r"\p{N}{1,3}|")


def base_tokenizer(metadata: dict[str, Any]) -> Tokenizer:
    """Byte-level BPE; raises ValueError naming the key for a tokenizer of another kind."""
    for key, supported in SUPPORTED.items():
        if metadata.get(key) not in supported:
            raise ValueError(f"{key} is {metadata.get(key)!r}, which is not supported")
    tokens = metadata["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in metadata["tokenizer.ggml.merges"]]
    pre = metadata["tokenizer.ggml.pre"]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    # A piece that is a token as it stands is that token, whatever the merges make.
    is_whole = pre == "llama-bpe"
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, ignore_merges=is_whole))
    if pre in ("qwen2", "llama-bpe"):
        pattern = QWEN2_WORDS if pre == "qwen2" else LLAMA3_WORDS
        split = pre_tokenizers.Split(Regex(pattern), "isolated")
        words = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    else:
        split = pre_tokenizers.Digits(individual_digits=True)
        words = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
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
        tokenizer.encode_special_tokens = True
        added = tokenizer.get_added_tokens_decoder()
        self.control = {token.content: i for i, token in added.items() if token.special}
        longest_first = sorted(self.control, key=len, reverse=True)
        self.any_control = re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")

    def encode(self, prompt: str | Prompt) -> list[int]:
        """Tokens of a prompt, or of a text that somebody wrote.

        Control tokens come from a template's parts alone.
        """
        return self.encode_batch([prompt])[0]

    def encode_batch(self, prompts: list[str] | list[Prompt]) -> list[list[int]]:
        cut = [self._stretches(prompt) for prompt in prompts]
        texts = [stretch for row in cut for stretch in row if isinstance(stretch, str)]
        ids = iter([encoding.ids for encoding in self.tokenizer.encode_batch(texts)])
        return [
            [i for stretch in row for i in (next(ids) if isinstance(stretch, str) else [stretch])]
            for row in cut
        ]

    def _stretches(self, prompt: str | Prompt) -> list[str | int]:
        """Control tokens of the template's parts by id, and the texts between them.

        What stands side by side is one text: the template's words and another's are cut as in one.
        """
        found: list[str | int] = []
        for text, is_template in (Part(prompt),) if isinstance(prompt, str) else prompt:
            pieces = self.any_control.split(text) if is_template and self.control else [text]
            for place, piece in enumerate(pieces):
                if place % 2:
                    found.append(self.control[piece])
                elif piece and found and isinstance(found[-1], str):
                    found[-1] += piece
                elif piece:
                    found.append(piece)
        return found

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
        opening, closing = self.template.opening, self.template.closing
        return self.encode((Part(opening, True),)), self.encode((Part(closing, True),))
