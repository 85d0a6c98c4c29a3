"""A batch of packed rows, as the base model takes it."""

from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass
class Batch:
    tokens: torch.Tensor  # [rows, length] int64
    positions: torch.Tensor  # [rows, length] int64, from 0 in every example
    mask: torch.Tensor  # [rows, length, length] float32: 0 where attention is allowed
    answer_index: torch.Tensor  # [n] flat positions whose next token is an answer token
    targets: torch.Tensor  # [n]
    weights: torch.Tensor  # [n], 1 / answer length / examples: the mean over examples
    example: torch.Tensor  # [n], which example of the batch
    row_of_example: torch.Tensor  # [examples]
    token_count: int  # tokens of all examples; the others are the rows' tails


def padded(rows: list[list[int]], multiple: int) -> torch.Tensor:
    """Token lists as a tensor [rows, length], zeros behind each; `length` is a multiple, not 0."""
    longest = max(1, *map(len, rows))
    tokens = torch.zeros(len(rows), longest + -longest % multiple, dtype=torch.int64)
    for row, ids in enumerate(rows):
        tokens[row, : len(ids)] = torch.tensor(ids, dtype=torch.int64)
    return tokens
