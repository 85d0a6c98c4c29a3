"""The base model's tokenizer, built from the GGUF's own metadata."""

from __future__ import annotations

from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

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
