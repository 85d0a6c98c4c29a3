"""Tasks, descriptions and examples that a step of training sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

import numpy as np

from training.base.tokenizer import ChatTokenizer

from .packing import EncodedExample, encode_examples, fitting, row_size
from .tasks import DataError, Task


@dataclass
class TrainingTask:
    """A task with its training examples tokenised."""

    task: Task
    examples: list[EncodedExample]

    @staticmethod
    def prepare(
        tokenizer: ChatTokenizer, tasks: list[Task], row_length: int
    ) -> "list[TrainingTask]":
        """Tasks with their examples tokenised, without those of which no example is short enough."""
        prepared = [
            TrainingTask(task, encode_examples(tokenizer, task.train_examples, row_length))
            for task in tasks
        ]
        return [task for task in prepared if task.examples]


@dataclass
class TaskGroup:
    """Tasks of one origin and their share of the rows of a step."""

    tasks: list[TrainingTask]
    share: float
    size_power: float  # a task is drawn with probability proportional to examples ** size_power
    variation_share: float = 0.0  # share of the group's rows, when the sampler can vary tasks


def task_groups(
    tasks: list[TrainingTask], size_power: float, generated: list[TrainingTask], share: float
) -> list[TaskGroup]:
    """Tasks of the data and, when there are any, of a grammar, which then take `share` of the rows."""
    if not generated:
        return [TaskGroup(tasks, 1.0, size_power)]
    return [TaskGroup(tasks, 1 - share, size_power), TaskGroup(generated, share, 0.0)]


@dataclass
class Row:
    description: str
    rewording: str  # another description of the same task; the same where there is but one
    examples: list[EncodedExample]
    is_crossed: bool = False  # the description is another task's
    taught: list[EncodedExample] = field(default_factory=list)  # before the others are answered
    turns: list[int] = field(default_factory=list)  # tokens of examples read with the description


def set_apart(row: Row, count: int, length: int) -> tuple[list[EncodedExample], Row]:
    """The first `count` different examples of a row, and the row with others that `length` holds.

    At least one example stays in the row.
    """
    different = list({example.tokens.tobytes(): example for example in row.examples}.values())
    apart = different[: min(count, len(different) - 1)]
    return apart, replace(row, examples=fitting(different[len(apart) :], length))


Vary = Callable[[Task, Random], tuple[str, list[EncodedExample]] | None]
"""Makes a description and examples of a variation of a task, or None."""


class TaskSampler:
    """Draws rows: tasks without replacement, then a description, then examples to fill a row."""

    def __init__(
        self,
        groups: list[TaskGroup],
        seed: int,
        vary: Vary | None = None,
        crossed_share: float = 0.0,  # share of rows that get the description of another one
    ):
        if not any(group.tasks and group.share > 0 for group in groups):
            raise DataError("no example is short enough to train on")
        self.groups, self.vary, self.crossed_share = groups, vary, crossed_share
        self.probabilities = []
        for group in groups:
            sizes = np.array([len(task.examples) for task in group.tasks], dtype=np.float64)
            weights = sizes**group.size_power
            self.probabilities.append(weights / weights.sum())
        self.random = np.random.default_rng(seed)

    @property
    def task_count(self) -> int:
        """Number of tasks in all groups."""
        return sum(len(group.tasks) for group in self.groups)

    def draw(self, rows: int, length: int) -> list[Row]:
        return self.crossed(self.draw_own(rows, length))

    def draw_own(self, rows: int, length: int) -> list[Row]:
        """Rows with the descriptions of their own tasks alone."""
        return [self.row(group, task, length) for group, task in self._picks(rows)]

    def draw_tasks(self, count: int) -> list[TrainingTask]:
        """Tasks drawn like those of `draw`, but with replacement."""
        return [task for _, task in self._picks(count, replace=True)]

    def _picks(self, count: int, replace: bool = False) -> Iterator[tuple[TaskGroup, TrainingTask]]:
        for group, probabilities, share in zip(
            self.groups, self.probabilities, self._counts(count)
        ):
            tasks = self.random.choice(len(group.tasks), share, replace=replace, p=probabilities)
            yield from ((group, group.tasks[task]) for task in tasks)

    def crossed(self, rows: list[Row]) -> list[Row]:
        """Rows of which some are given what a neighbour reads: its description, and turns."""
        if not self.crossed_share:
            return rows
        others = [*rows[1:], rows[0]]
        return [
            replace(other, examples=row.examples, is_crossed=True)
            if row is not other and self.random.random() < self.crossed_share
            else row
            for row, other in zip(rows, others)
        ]

    def row(self, group: TaskGroup, task: TrainingTask, length: int) -> Row:
        if self.vary and self.random.random() < group.variation_share:
            varied = self.vary(task.task, Random(int(self.random.integers(2**62))))
            if varied:
                return Row(varied[0], varied[0], self.fill(varied[1], length))
        descriptions = task.task.train_descriptions
        picks = self.random.choice(len(descriptions), 2, replace=len(descriptions) < 2)
        description, rewording = (descriptions[pick] for pick in picks)
        return Row(description, rewording, self.fill(task.examples, length))

    def fill(self, pool: list[EncodedExample], length: int) -> list[EncodedExample]:
        """Examples drawn with replacement until the next would not fit."""
        row = []
        for pick in self.random.integers(len(pool), size=4 * length):
            if row_size([*row, pool[pick]]) > length:
                break
            row.append(pool[pick])
        return row

    def _counts(self, rows: int) -> list[int]:
        """Rows of every group, rounded by chance so that in the mean they are exactly its share."""
        shares = np.cumsum([group.share for group in self.groups])
        ends = np.floor(rows * shares / shares[-1] + self.random.random()).astype(int)
        ends[-1] = rows
        return np.diff(ends, prepend=0).tolist()
