"""States of the base model where a batch's answers are predicted."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from .batch import Batch
from .layer import PackedLora
from .model import BaseModel


@dataclass
class AnswerStates:
    """States at every answer token of a batch."""

    final: torch.Tensor  # [n, size], normed: what the head reads
    layers: list[torch.Tensor] = field(default_factory=list)  # after each layer, [n, size]


def answer_states(
    base: BaseModel,
    batch: Batch,
    lora: PackedLora,
    layer_function=None,
    of_layers: bool = False,
) -> AnswerStates:
    """States of a batch under a LoRA of its rows; with `of_layers` those after every layer, too."""
    layers: list[torch.Tensor] = []

    def at_answers(states: torch.Tensor) -> torch.Tensor:
        return states.reshape(-1, states.shape[-1])[batch.answer_index]

    def keep(states: torch.Tensor) -> None:
        layers.append(at_answers(states))

    watch = keep if of_layers else None
    hidden = base.hidden_states(
        batch.tokens, batch.positions, batch.mask, lora, layer_function, watch
    )
    return AnswerStates(at_answers(hidden), layers)
