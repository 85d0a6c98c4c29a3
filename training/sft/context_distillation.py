"""Lessons of a LoRA that sees the description in its prompt, for adapters whose prompts lack it.

Context distillation (Snell et al. 2022): the instructed LoRA of a library (oracles/jobs.py) reads the
description as the system message and predicts the answer; the generated adapter learns to predict
the same without it. What the teacher says also tells what a description means for the inputs of
another task, where no answer is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from training.adapters.library import INSTRUCTED, Library
from training.adapters.lora import for_rows, pack
from training.base.answer_states import AnswerStates, answer_states
from training.base.batch import Batch
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer
from training.data.packing import behind_description, pack_rows, row_size
from training.data.sampling import Row

LENGTH_MULTIPLE = 64
"""Multiple of the length of the teacher's rows: a layer is compiled for every length."""
SMALLEST_VARIANCE = 1e-6
"""Least variance to divide by: a batch may hold a single answer token."""


@dataclass
class Lesson:
    """A teacher's lesson for every answer token of a batch."""

    states: AnswerStates  # the teacher's
    share: torch.Tensor  # [n], share of its prediction in the target; the rest is the answer


class Teacher:
    """The library's instructed LoRA as a teacher; raises LibraryError where there is none."""

    def __init__(self, base: BaseModel, tokenizer: ChatTokenizer, library: Library, share: float):
        self.base, self.tokenizer, self.share = base, tokenizer, share
        lora = library.stack([INSTRUCTED])
        self.lora = pack(lora, base.config, library.shape.scaling, base.embedding.dtype)

    def instructed(self, rows: list[Row]) -> Batch:
        """Examples of the rows behind their descriptions, as the teacher reads them.

        The wording is another than the student's, who so learns what all wordings have in common.
        """
        instructed = [
            behind_description(self.tokenizer, row.rewording, row.examples, row.turns)
            for row in rows
        ]
        longest = max(row_size(examples) for examples in instructed)
        return pack_rows(instructed, longest + -longest % LENGTH_MULTIPLE)

    @torch.no_grad()
    def lesson(
        self,
        rows: list[Row],
        batch: Batch,
        instructed: Batch,
        layer_function=None,
        of_layers: bool = True,
    ) -> Lesson:
        """Lesson for `batch` of these rows' examples, from the teacher's `instructed` batch of them.

        `of_layers` is that of `answer_states`.
        """
        lora = for_rows(self.lora, len(rows))
        states = answer_states(self.base, instructed, lora, layer_function, of_layers=of_layers)
        crossed = torch.tensor([row.is_crossed for row in rows])
        of_answer = crossed[batch.row_of_example[batch.example]]
        return Lesson(states, torch.where(of_answer, 1.0, self.share))


def unexplained(states: AnswerStates, taught: AnswerStates, weights: torch.Tensor) -> torch.Tensor:
    """Distance of the layers' states from the teacher's, in units of the teacher's variance.

    It is a mean over layers: 0 where the states are the teacher's, 1 where they are but the teacher's
    mean. `weights` are those of tokens [n]; both have the states of layers.
    """
    share = (weights / weights.sum())[:, None]
    left = []
    for ours, theirs in zip(states.layers, taught.layers, strict=True):
        theirs = theirs.float()
        variance = (share * (theirs - (share * theirs).sum(0)).square()).sum()
        distance = (share * (ours.float() - theirs).square()).sum()
        left.append(distance / variance.clamp(min=SMALLEST_VARIANCE))
    return torch.stack(left).mean()
