"""Lessons: a few gradient steps on LoRAs from a few examples, as the page teaches in a tab.

The page's own computation (src/engine/teaching) is tested against this one. Here several LoRAs are
taught at once, each as if it were alone: they share the base's matrix products and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from training.adapters.lesson_defaults import lesson_defaults
from training.adapters.lora import Adapter, pack
from training.base.answer_loss import answer_loss
from training.base.answer_states import answer_states
from training.base.batch import Batch
from training.base.layer import PackedLora
from training.base.model import BaseModel

SCHEDULES = ("cosine", "linear", "constant")
TRAINED = ("A and B", "B")
CLIP_EPSILON = 1e-6  # as torch.nn.utils.clip_grad_norm_


@dataclass
class LessonSettings:
    """Settings of src/shared/teaching.ts under the same names, and what only the search varies."""

    steps: int = 4
    rate: float = 1e-3
    warm_up: int = 3
    weight_decay: float = 0.0
    clip: float = 1.0
    trained: str = "A and B"
    schedule: str = "cosine"  # the page's
    pull: float = 0.0  # weight decay towards the start in place of 0


def default_settings(parameters: int, examples: int, from_zero: bool = False) -> LessonSettings:
    """The page's settings of a lesson of so many examples, at least one.

    `parameters` of the base model, as the page chooses them by its size.
    """
    rows = lesson_defaults(parameters)["by_examples_from_zero" if from_zero else "by_examples"]
    chosen = [row for row in rows if row["from"] <= examples][-1]
    return LessonSettings(**{key: value for key, value in chosen.items() if key != "from"})


def learning_rate(settings: LessonSettings, step: int) -> float:
    """Rate of a step, counted from 0: it rises over the warm-up and then follows the schedule."""
    if step < settings.warm_up:
        return settings.rate * (step + 1) / settings.warm_up
    progress = (step - settings.warm_up) / (settings.steps - settings.warm_up)
    match settings.schedule:
        case "cosine":
            return settings.rate * 0.5 * (1 + math.cos(math.pi * progress))
        case "linear":
            return settings.rate * (1 - progress)
        case "constant":
            return settings.rate
    raise ValueError(f"Unknown schedule {settings.schedule!r}; choose from {', '.join(SCHEDULES)}.")


class Lesson:
    """LoRAs (A and B of every module [LoRAs, layers, rank, size]) while they are taught.

    A batch has equally many neighbouring rows of each. Modules that share an A go on sharing it.
    """

    def __init__(
        self,
        base: BaseModel,
        adapter: Adapter,
        scaling: float,
        settings: LessonSettings,
        layer_function: Callable | None = None,
    ):
        self.base, self.scaling, self.settings = base, scaling, settings
        self.layer = layer_function
        copies: dict[int, torch.Tensor] = {}

        def copied(half: torch.Tensor, is_taught: bool) -> torch.Tensor:
            if id(half) not in copies:
                copies[id(half)] = half.detach().clone().requires_grad_(is_taught)
            return copies[id(half)]

        self.adapter: Adapter = {
            module: (copied(A, settings.trained != "B"), copied(B, True))
            for module, (A, B) in adapter.items()
        }
        self.parameters = [half for half in copies.values() if half.requires_grad]
        self.starts = [half.detach().clone() for half in self.parameters] if settings.pull else []
        self.optimizer = torch.optim.AdamW(
            self.parameters, settings.rate, weight_decay=settings.weight_decay
        )
        self.steps = 0

    @property
    def count(self) -> int:
        """Number of LoRAs."""
        return len(self.parameters[0])

    def packed(self) -> PackedLora:
        """The LoRAs as they are now, in the form and number format that the base runs."""
        dtype = self.base.embedding.dtype
        return pack(self.adapter, self.base.config, self.scaling, dtype)

    def _losses(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Sum over LoRAs of each one's loss, and the losses [LoRAs] without gradient."""
        lora_of_example = batch.row_of_example // (len(batch.tokens) // self.count)
        examples = torch.bincount(lora_of_example, minlength=self.count).clamp(min=1)
        lora_of_token = lora_of_example[batch.example]
        weights = batch.weights * len(lora_of_example) / examples[lora_of_token]
        states = answer_states(self.base, batch, self.packed(), self.layer).final
        total, losses = answer_loss(states, self.base.head, batch.targets, weights)
        means = torch.zeros(self.count).index_add_(0, lora_of_token, losses * weights)
        return total, means

    @torch.no_grad()
    def loss(self, batch: Batch) -> torch.Tensor:
        """Losses [LoRAs], in nats: means over examples, each the mean of its answer's tokens."""
        return self._losses(batch)[1]

    def gradient(self, batch: Batch) -> torch.Tensor:
        """Leaves the losses' gradient, not clipped, in the parameters; returns them [LoRAs]."""
        self.optimizer.zero_grad(set_to_none=True)
        total, losses = self._losses(batch)
        total.backward()
        return losses

    def step(self, batch: Batch) -> torch.Tensor:
        """One step of AdamW down each LoRA's clipped gradient; returns the losses before it."""
        losses = self.gradient(batch)
        rate = learning_rate(self.settings, self.steps)
        self._clip()
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        with torch.no_grad():
            for half, start in zip(self.parameters, self.starts):
                half.lerp_(start, rate * self.settings.pull)
        self.steps += 1
        return losses

    @torch.no_grad()
    def _clip(self) -> None:
        """Shortens every LoRA's gradient to the settings' norm, over all that is taught of it."""
        gradients = [half.grad for half in self.parameters]
        norms = sum(gradient.square().sum((1, 2, 3)) for gradient in gradients).sqrt()
        factor = (self.settings.clip / (norms + CLIP_EPSILON)).clamp(max=1)
        for gradient in gradients:
            gradient *= factor[:, None, None, None]
