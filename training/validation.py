"""Losses of the validation tasks, with the descriptions that belong to them and with others."""

from __future__ import annotations

import math
from collections.abc import Callable

from .descriptions import validation_descriptions
from .packing import Batch, pack_rows
from .recall import ROWS_A_TASK, Recall
from .sampling import TaskGroup, TaskSampler, TrainingTask
from .train_config import TrainConfig

Loss = Callable[[list[str], Batch], float]
"""Of a batch answered by the adapters of these descriptions, one a row."""


def validation_losses(
    tasks: list[TrainingTask], config: TrainConfig, loss: Loss, recall: Recall | None = None
) -> dict[str, float]:
    """Condition -> mean loss: own, another task's and a gibberish description.

    With `recall` also "recalled", of what an adapter answers when asked what it was written from.
    """
    own = [task.task.train_descriptions[0] for task in tasks]
    batches = validation_batches(tasks, config)
    rows = len(batches[0].tokens)
    losses = {}
    for name, texts in validation_descriptions(own).items():
        parts = (texts[start : start + rows] for start in range(0, len(texts), rows))
        losses[name] = mean([loss(part, batch) for part, batch in zip(parts, batches)])
    if recall:
        losses["recalled"] = recall_loss(own, config.tasks_per_step * ROWS_A_TASK, loss, recall)
    return losses


def validation_batches(tasks: list[TrainingTask], config: TrainConfig) -> list[Batch]:
    """One fixed row a task, in task order; a rest that fills no batch is left out."""
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.0)], seed=1)
    rows = [sampler.fill(task.examples, config.row_length) for task in tasks]
    size = max(1, min(config.tasks_per_step, len(rows)))
    return [
        pack_rows(rows[start : start + size], config.row_length)
        for start in range(0, len(rows) - len(rows) % size, size)
    ]


def recall_loss(descriptions: list[str], size: int, loss: Loss, recall: Recall) -> float:
    """Of those that are short enough, `size` at a time; a rest that fills no batch is left out."""
    rows = [row for row in map(recall.row, descriptions) if row]
    size = max(1, min(size, len(rows)))
    parts = [rows[start : start + size] for start in range(0, len(rows) - len(rows) % size, size)]
    return mean([loss([row.description for row in part], recall.pack(part)) for part in parts])


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan
