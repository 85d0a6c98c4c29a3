"""First-order meta-learning (Finn et al. 2017): adapters are taught a few examples, then answer others.

The lesson is the page's. What it moves an adapter by counts as a constant, so the gradient at the
taught adapter becomes that of the written one, and a hypernetwork learns to write what can be taught.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch

from training.adapters.lora import Adapter
from training.base.model import BaseModel
from training.data.packing import pack_tasks_in_rows
from training.data.sampling import Row, TaskSampler, set_apart
from training.oracles.lesson import Lesson, default_settings

FEWEST, MOST = 2, 16
"""Numbers of examples of a lesson: between them, all of their logarithms are drawn as often."""
EXAMPLES_A_ROW = 4
"""About as many examples fit into a row: what is drawn for a lesson is as long as it may need."""


def draw_episodes(sampler: TaskSampler, tasks: int, length: int) -> list[Row]:
    """Rows of `length` tokens whose tasks have other examples to be taught, equally many where they can.

    A task of a single example is taught nothing.
    """
    count = round(FEWEST * (MOST / FEWEST) ** sampler.random.random())
    rows = sampler.draw_own(tasks, length * (1 + -(-count // EXAMPLES_A_ROW)))
    parts = [set_apart(row, count, length) for row in rows]
    return [replace(row, taught=taught) for taught, row in parts]


def taught_adapter(
    base: BaseModel,
    adapter: Adapter,
    scaling: float,
    rows: list[Row],
    length: int,
    layer_function: Callable | None = None,
) -> Adapter:
    """The adapters of these rows where a lesson of their taught examples takes them.

    Their gradient is passed on to `adapter`. Modules that share an A go on sharing it.
    """
    batch = pack_tasks_in_rows([row.taught for row in rows], length)
    if not len(batch.row_of_example):
        return adapter
    settings = default_settings(
        base.parameters, max(len(row.taught) for row in rows)
    )
    lesson = Lesson(base, adapter, scaling, settings, layer_function)
    for _ in range(settings.steps):
        lesson.step(batch)
    moved: dict[int, torch.Tensor] = {}

    def at(half: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
        if id(half) not in moved:
            moved[id(half)] = half + (taught - half).detach()
        return moved[id(half)]

    return {
        module: (at(A, lesson.adapter[module][0]), at(B, lesson.adapter[module][1]))
        for module, (A, B) in adapter.items()
    }
