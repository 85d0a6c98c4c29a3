"""Descriptions read without an encoder: a fixed random vector, or token states, for every text."""

from __future__ import annotations

import zlib

import torch


class RandomReader:
    def __init__(self, size: int):
        self.size = size

    def read(
        self, descriptions: list[str], turns: list[list[int]] | None = None
    ) -> torch.Tensor:
        seeds = [zlib.crc32(text.encode()) for text in descriptions]
        vectors = [
            torch.randn(self.size, generator=torch.Generator().manual_seed(s)) for s in seeds
        ]
        return torch.stack(vectors)
