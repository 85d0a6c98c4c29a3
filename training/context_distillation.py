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

    hidden: torch.Tensor  # [n, size]: the teacher's final states
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
        hidden = self.base.hidden_states(
            read.tokens, read.positions, read.mask, lora, layer_function
        )
        crossed = torch.tensor([row.is_crossed for row in rows])
        of_answer = crossed[batch.row_of_example[batch.example]]
        return Lesson(
            hidden.reshape(-1, hidden.shape[-1])[read.answer_index],
            torch.where(of_answer, 1.0, self.share),
        )
