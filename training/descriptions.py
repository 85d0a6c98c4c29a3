"""Description vectors of tasks, encoded once and kept on disk, and the gibberish control."""

from __future__ import annotations

import hashlib
import random
import string
from pathlib import Path

import torch

from .encoder import DescriptionEncoder, normalise_description


def encode_cached(descriptions: list[str], encoder_folder: Path, cache: Path) -> torch.Tensor:
    """[n] descriptions -> [n, dimension]; `cache` is a folder of vectors keyed by the texts."""
    texts = [normalise_description(text) for text in descriptions]
    key = hashlib.sha256("\0".join([str(encoder_folder), *texts]).encode()).hexdigest()[:16]
    path = cache / f"vectors-{key}.pt"
    if path.exists():
        return torch.load(path)
    vectors = DescriptionEncoder(encoder_folder).encode(texts)
    cache.mkdir(parents=True, exist_ok=True)
    torch.save(vectors, path)
    return vectors


def gibberish(seed: int, words: int = 9) -> str:
    """Random letters in word shape: the control for "any adapter helps"."""
    generator = random.Random(seed)

    def word() -> str:
        return "".join(generator.choices(string.ascii_lowercase, k=generator.randint(2, 9)))

    return " ".join(word() for _ in range(words)).capitalize() + "."
