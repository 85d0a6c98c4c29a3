"""What a LoRA that sees the description in its prompt teaches a hypernetwork, whose base does not.

Context distillation (Snell et al. 2022): the instructed LoRA of a library (oracle_jobs.py) reads the
description as the system message and predicts the answer; the generated adapter learns to predict
the same without it. What the teacher says also tells what a description means for the inputs of
another task, where no answer is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from .base_model import BaseModel
from .library import Library
from .lora import for_rows, pack
from .oracle_jobs import INSTRUCTED, behind_description
from .packing import Batch, pack_rows, row_size
from .sampling import Row

LENGTH_MULTIPLE = 64
"""Of the teacher's rows, whose descriptions differ in length; a layer is compiled for each."""


@dataclass
class Lesson:
    """For every answer token of a batch."""

    hidden: torch.Tensor  # [n, size]: the teacher's final normed states
    states: list[torch.Tensor]  # of every layer, [n, size]: the teacher's
    share: torch.Tensor  # [n]: of its prediction in what is to be learnt; the rest is the answer


class Teacher:
    """The library's instructed LoRA; LibraryError where it has none."""

    def __init__(self, base: BaseModel, tokenizer: Tokenizer, library: Library, share: float):
        self.base, self.tokenizer, self.share = base, tokenizer, share
        lora = library.stack([INSTRUCTED])
        self.lora = pack(lora, base.config, library.shape.scaling, base.embedding.dtype)

    @torch.no_grad()
    def lesson(self, rows: list[Row], batch: Batch, layer_function=None) -> Lesson:
        """For `batch`, which packs the examples of these rows."""
        instructed = [
            behind_description(self.tokenizer, row.description, row.examples) for row in rows
        ]
        longest = max(row_size(examples) for examples in instructed)
        read = pack_rows(instructed, longest + -longest % LENGTH_MULTIPLE)
        lora = for_rows(self.lora, len(rows))
        states = StatesAt(read.answer_index)
        hidden = self.base.hidden_states(
            read.tokens, read.positions, read.mask, lora, layer_function, watch=states.keep
        )
        crossed = torch.tensor([row.is_crossed for row in rows])
        of_answer = crossed[batch.row_of_example[batch.example]]
        return Lesson(
            hidden.reshape(-1, hidden.shape[-1])[read.answer_index],
            states.layers,
            torch.where(of_answer, 1.0, self.share),
        )


class StatesAt:
    """Keeps what every layer says at some places of a batch: a `watch` of the base model."""

    def __init__(self, index: torch.Tensor):
        self.index = index  # [n] flat
        self.layers: list[torch.Tensor] = []  # each [n, size]

    def keep(self, states: torch.Tensor) -> None:
        self.layers.append(states.reshape(-1, states.shape[-1])[self.index])


def unexplained(
    states: list[torch.Tensor], taught: list[torch.Tensor], weights: torch.Tensor
) -> torch.Tensor:
    """How far the layers' states are from the teacher's, in the teacher's own variance.

    Both of every layer [n, size], `weights` [n] -> mean over layers of what is left of the variance:
    0 where the states are the teacher's, 1 where they are but the teacher's mean.
    """
    share = (weights / weights.sum())[:, None]
    left = []
    for ours, theirs in zip(states, taught, strict=True):
        theirs = theirs.float()
        variance = (share * (theirs - (share * theirs).sum(0)).square()).sum()
        left.append((share * (ours.float() - theirs).square()).sum() / variance)
    return torch.stack(left).mean()
