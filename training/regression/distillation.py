"""Distillation: a T2L variant learns to write the adapters that a finished hypernetwork writes.

Needs no pass through the base model, so a step costs a fraction of one of SFT: a quick start for
M and S. With `descriptions_per_task` above 1 the student writes, for any one description of a task,
the mean of the teacher's adapters over several, so that its adapters depend less on the wording.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F

from training.adapters.lora import Adapter
from training.data.gibberish import validation_descriptions
from training.data.tasks import Task
from training.hypernetworks.kind import DescriptionReader
from training.hypernetworks.latent import LatentHypernetwork
from training.hypernetworks.trained import Trained
from training.loop.checkpoint import save_training

from .trainer import RegressionTrainer


@dataclass
class DistillationConfig:
    variant: str = "S"
    descriptions_per_step: int = 32
    descriptions_per_task: int = 1  # the student writes their mean adapter for each of them
    learning_rate: float = 2e-3
    weight_decay: float = 0.0
    warm_up_steps: int = 50
    clip: float = 1.0
    steps: int = 1000  # linear to 0 over the second half
    validate_every: int = 50
    seed: int = 0


class DistillationTrainer(RegressionTrainer):
    """Draws descriptions of the train tasks, and asks the teacher for their adapters."""

    def __init__(
        self,
        config: DistillationConfig,
        teacher: Trained,
        tasks: list[Task],
        held_tasks: list[Task],
        reader: DescriptionReader,
        teacher_name: str,
    ):
        """`teacher_name` is kept in the checkpoint, for whoever asks whose adapters these are."""
        self.teacher, self.reader = teacher.hypernetwork, reader
        self.tasks, self.held_tasks, self.teacher_name = tasks, held_tasks, teacher_name
        # A student of the teacher's variant goes on from all of its weights.
        goes_on = config.variant == self.teacher.config.variant
        super().__init__(config, teacher.stages if goes_on else [])

    def _new_hypernetwork(self) -> LatentHypernetwork:
        config = replace(self.teacher.config, variant=self.config.variant, dropout=0.0)
        student = LatentHypernetwork(config)
        take_over(student, self.teacher)
        return student

    def learning_rate(self) -> float:
        config = self.config
        rising = (self.steps + 1) / config.warm_up_steps
        falling = 2 * (config.steps - self.steps) / config.steps
        return config.learning_rate * max(0.0, min(1.0, rising, falling))

    def _loss(self) -> tuple[torch.Tensor, int]:
        each = self.config.descriptions_per_task
        count = self.config.descriptions_per_step // each
        tasks = [self.tasks[index] for index in self.random.integers(len(self.tasks), size=count)]
        texts = [text for task in tasks for text in self._draw_descriptions(task, each)]
        description = self.reader.read(texts)
        with torch.no_grad():
            wanted = averaged(self.teacher(description), each)
        adapter = self.hypernetwork(description)
        loss = relative_error(adapter, wanted).mean() + factor_error(adapter, wanted)
        return loss, len(texts)

    def _draw_descriptions(self, task: Task, count: int) -> list[str]:
        known = task.train_descriptions
        picks = self.random.choice(len(known), count, replace=len(known) < count)
        return [known[int(pick)] for pick in picks]

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Relative error of delta W for the validation tasks' own and for gibberish descriptions."""
        self.hypernetwork.eval()
        own = [task.train_descriptions[0] for task in self.held_tasks]
        texts = validation_descriptions(own)
        result = {}
        for name in ("own", "gibberish"):
            description = self.reader.read(texts[name])
            error = relative_error(self.hypernetwork(description), self.teacher(description))
            result[name] = error.mean().item()
        return result

    def save(self, path: Path) -> None:
        count, teacher = len(self.tasks), self.teacher_name
        save_training(path, self, self.random, "distillation", count, teacher=teacher)


def averaged(adapter: Adapter, count: int) -> Adapter:
    """Adapter with every `count` rows, which are of one task, replaced by their mean."""
    return {
        module: tuple(
            factor.unflatten(0, (-1, count)).mean(1).repeat_interleave(count, dim=0)
            for factor in pair
        )
        for module, pair in adapter.items()
    }


@torch.no_grad()
def take_over(student: LatentHypernetwork, teacher: LatentHypernetwork) -> None:
    """Copies every weight that the variants share: all but those of the output heads."""
    ours = student.state_dict()
    for name, weight in teacher.state_dict().items():
        if name in ours and ours[name].shape == weight.shape:
            ours[name].copy_(weight)


def relative_error(ours: Adapter, wanted: Adapter) -> torch.Tensor:
    """Squared Frobenius distance of delta W over the wanted one's mean square, [tasks].

    It never forms delta W: with A [.., rank, in] and B [.., rank, out], the inner product of B1^T A1
    and B2^T A2 is the sum of (A1 A2^T) * (B1 B2^T).
    """
    distance, size = 0.0, 0.0
    for module, pair in wanted.items():
        whole = inner_product(pair, pair)
        distance = distance + (
            inner_product(ours[module], ours[module])
            - 2 * inner_product(ours[module], pair)
            + whole
        ).sum(-1)
        size = size + whole.sum(-1)
    return distance / size.mean()


def inner_product(left: tuple, right: tuple) -> torch.Tensor:
    """Inner product of two delta W for every task and layer, [tasks, layers]."""
    (A1, B1), (A2, B2) = left, right
    return ((A1 @ A2.transpose(-1, -2)) * (B1 @ B2.transpose(-1, -2))).sum((-1, -2))


def factor_error(ours: Adapter, wanted: Adapter) -> torch.Tensor:
    """Mean over modules and factors of the squared distance over the wanted factor's size."""
    parts = [
        F.mse_loss(mine, theirs) / theirs.square().mean()
        for module, pair in wanted.items()
        for mine, theirs in zip(ours[module], pair)
    ]
    return torch.stack(parts).mean()
