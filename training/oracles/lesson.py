"""A lesson: a few gradient steps on one LoRA from a few examples, as the page teaches in a tab.

The page's own computation (src/engine/teaching) is tested against this one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from training.adapters.lora import Adapter, pack
from training.base.answer_loss import answer_loss
from training.base.batch import Batch
from training.base.model import BaseModel


@dataclass
class LessonSettings:
    """Settings of src/shared/teaching.ts, under the same names."""

    steps: int = 4
    rate: float = 1e-3
    warm_up: int = 3
    weight_decay: float = 0.0
    clip: float = 1.0


def learning_rate(settings: LessonSettings, step: int) -> float:
    """Rate of a step, counted from 0: it rises over the warm-up and falls as a cosine after it."""
    if step < settings.warm_up:
        return settings.rate * (step + 1) / settings.warm_up
    progress = (step - settings.warm_up) / (settings.steps - settings.warm_up)
    return settings.rate * 0.5 * (1 + math.cos(math.pi * progress))


class Lesson:
    """One LoRA (A and B of every module [1, layers, rank, size]) while it is taught."""

    def __init__(
        self, base: BaseModel, adapter: Adapter, scaling: float, settings: LessonSettings
    ):
        self.base, self.scaling, self.settings = base, scaling, settings
        self.adapter = {
            module: tuple(half.detach().clone().requires_grad_() for half in pair)
            for module, pair in adapter.items()
        }
        self.parameters = [half for pair in self.adapter.values() for half in pair]
        self.optimizer = torch.optim.AdamW(
            self.parameters, settings.rate, weight_decay=settings.weight_decay
        )
        self.steps = 0

    def loss(self, batch: Batch) -> torch.Tensor:
        """Mean over the batch's examples, each the mean of its answer's tokens, in nats."""
        lora = pack(self.adapter, self.base.config, self.scaling)
        hidden = self.base.hidden_states(batch.tokens, batch.positions, batch.mask, lora)
        answers = hidden.flatten(0, 1)[batch.answer_index]
        return answer_loss(answers, self.base.embedding, batch.targets, batch.weights)[0]

    def gradient(self, batch: Batch) -> float:
        """Leaves the loss's gradient, not clipped, in the parameters; returns the loss."""
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(batch)
        loss.backward()
        return loss.item()

    def step(self, batch: Batch) -> float:
        """One step of AdamW down the clipped gradient; returns the loss before it."""
        loss = self.gradient(batch)
        torch.nn.utils.clip_grad_norm_(self.parameters, self.settings.clip)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.settings, self.steps)
        self.optimizer.step()
        self.steps += 1
        return loss
