"""Losses of the validation tasks, with the descriptions that belong to them and with others."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import fmean
from typing import TypeVar

from training.base.batch import Batch
from training.data.gibberish import validation_descriptions
from training.data.packing import pack_rows
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask

from .config import TrainConfig
from .recall import ROWS_A_TASK, Recall

Item = TypeVar("Item")
Loss = Callable[[list[str], Batch], float]
"""Loss of a batch answered by the adapters of these descriptions, one a row."""


def validation_losses(
    tasks: list[TrainingTask], config: TrainConfig, loss: Loss, recall: Recall | None = None
) -> dict[str, float]:
    """Mean losses by condition: own, another task's and a gibberish description.

    With `recall` there is "recalled" too, when adapters are asked what they were written from.
    """
    own = [task.task.train_descriptions[0] for task in tasks]
    batches = validation_batches(tasks, config)
    rows = len(batches[0].tokens)
    losses = {}
    for name, texts in validation_descriptions(own).items():
        parts = (texts[start : start + rows] for start in range(0, len(texts), rows))
        losses[name] = fmean(loss(part, batch) for part, batch in zip(parts, batches))
    if recall:
        losses["recalled"] = recall_loss(own, config.tasks_per_step * ROWS_A_TASK, loss, recall)
    return losses


def validation_batches(tasks: list[TrainingTask], config: TrainConfig) -> list[Batch]:
    """Batches of one fixed row a task, in task order; a rest that fills no batch is left out."""
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.0)], seed=1)
    rows = [sampler.fill(task.examples, config.row_length) for task in tasks]
    return [pack_rows(part, config.row_length) for part in whole_parts(rows, config.tasks_per_step)]


def recall_loss(descriptions: list[str], size: int, loss: Loss, recall: Recall) -> float:
    """Mean loss of recalling those descriptions that are short enough, `size` at a time.

    A rest that fills no batch is left out; without any batch the loss is not a number.
    """
    rows = [row for row in map(recall.row, descriptions) if row]
    losses = [
        loss([row.description for row in part], recall.pack(part))
        for part in whole_parts(rows, size)
    ]
    return fmean(losses) if losses else math.nan


def whole_parts(rows: list[Item], size: int) -> list[list[Item]]:
    """Parts of `size` rows each, or one of all where there are fewer; a rest is left out."""
    size = max(1, min(size, len(rows)))
    return [rows[start : start + size] for start in range(0, len(rows) - len(rows) % size, size)]
