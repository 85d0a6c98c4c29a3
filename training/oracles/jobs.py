"""Jobs of the training of ordinary LoRAs: one task each, or all train tasks together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from training.adapters.library import INSTRUCTED, MULTITASK
from training.base.tokenizer import ChatTokenizer
from training.data.packing import EncodedExample, behind_description, fitting, row_size
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask, Vary
from training.data.shown import ShownExamples
from training.data.tasks import DataError, Task

HELD_SHARE, MAXIMUM_HELD_EXAMPLES = 0.15, 24


class JobConfig(Protocol):
    rows: int
    row_length: int
    seed: int


class Job:
    """Work of one LoRA: rows to draw, and rows kept apart to stop its training by."""

    name: str
    held_rows: list[list[EncodedExample]]
    sampler: TaskSampler

    def draw(self, rows: int) -> list[list[EncodedExample]]:
        raise NotImplementedError

    @property
    def random_state(self) -> dict:
        """State of its draws, for a training that goes on later."""
        return self.sampler.random.bit_generator.state

    @random_state.setter
    def random_state(self, state: dict) -> None:
        self.sampler.random.bit_generator.state = state


class TaskJob(Job):
    """One task's LoRA: draws rows of its train examples, and keeps some of them apart."""

    def __init__(self, task: TrainingTask, config: JobConfig):
        self.name, self.length, examples = task.task.name, config.row_length, task.examples
        self.descriptions = task.task.train_descriptions
        held = min(max(1, int(len(examples) * HELD_SHARE)), MAXIMUM_HELD_EXAMPLES)
        if len(examples) <= held:
            raise DataError(f"{self.name}: {len(examples)} example(s) short enough are too few")
        self.examples = examples[:-held]
        self.held_rows = fill_in_order(examples[-held:], config.rows, config.row_length)
        digest = hashlib.sha256(f"{config.seed}:{self.name}".encode()).digest()
        group = TaskGroup([task], share=1.0, size_power=0.0)
        self.sampler = TaskSampler([group], int.from_bytes(digest[:4], "big"))

    def draw(self, rows: int) -> list[list[EncodedExample]]:
        return [self.sampler.fill(self.examples, self.length) for _ in range(rows)]


class MultitaskJob(Job):
    """One LoRA for all train tasks, stopped by a row of every validation task.

    With a tokenizer it is the instructed one, which reads each row's description as the system
    message; examples that then no longer fit a row are left out.
    """

    def __init__(
        self,
        groups: list[TaskGroup],
        validation: list[TrainingTask],
        config: JobConfig,
        tokenizer: ChatTokenizer | None = None,
        vary: Vary | None = None,  # varies tasks of the groups that have a share of variations
        shown: ShownExamples | None = None,  # with a tokenizer: examples in the prompts of some rows
    ):
        self.name = INSTRUCTED if tokenizer else MULTITASK
        self.length, self.tokenizer, self.shown = config.row_length, tokenizer, shown
        self.sampler = TaskSampler(groups, config.seed, vary)
        self.held_rows = [
            self._instructed(
                task.task.train_descriptions[0], fill_in_order(task.examples, 1, self.length)[0]
            )
            for task in validation
        ]

    def draw(self, rows: int) -> list[list[EncodedExample]]:
        if self.shown:
            drawn = self.shown.draw(self.sampler, rows, self.length)
        else:
            drawn = self.sampler.draw(rows, self.length)
        return [self._instructed(row.description, row.examples, row.turns) for row in drawn]

    def _instructed(
        self, description: str, examples: list[EncodedExample], turns: Sequence[int] = ()
    ) -> list[EncodedExample]:
        """Turns that leave no room for an example are not read."""
        if self.tokenizer is None:
            return examples
        for before in (turns, ()):
            behind = behind_description(self.tokenizer, description, examples, before)
            if fitted := fitting(behind, self.length):
                return fitted
        return []


def fill_in_order(
    examples: list[EncodedExample], rows: int, length: int
) -> list[list[EncodedExample]]:
    """Rows of whole examples in their order, which begins anew when it ends."""
    filled, position = [], 0
    for _ in range(rows):
        row = []
        while row_size([*row, examples[position % len(examples)]]) <= length:
            row.append(examples[position % len(examples)])
            position += 1
        filled.append(row)
    return filled


def choose(tasks: list[Task], count: int | None) -> list[Task]:
    """First `count` tasks in the order of a hash of their names, which mixes the families."""
    mixed = sorted(tasks, key=lambda task: hashlib.sha256(task.name.encode()).digest())
    return mixed[:count]


def task_jobs(tasks: list[TrainingTask], config: JobConfig) -> list[TaskJob]:
    """Jobs of all tasks with enough examples that fit into a row; prints the others' names."""
    jobs = []
    for task in tasks:
        try:
            jobs.append(TaskJob(task, config))
        except DataError as error:
            print(f"left out: {error}", flush=True)
    return jobs
