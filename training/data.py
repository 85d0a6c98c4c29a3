"""Task files, the declared validation split, and batches whose rows each pack one task."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer

from .device import placed
from .template import END, prompt, template_tokens

TEST_SHARE, MAXIMUM_TEST_EXAMPLES = 0.15, 60
VALIDATION_SHARE = 0.10
FAR_FAMILIES = ("code", "intent", "sentiment")
"""Named before any run was made without them: what transfers to families never trained on."""


class DataError(ValueError):
    """A task file is not what training/README.md describes; the message names file and fault."""


@dataclass
class Task:
    name: str
    family: str
    metric: str
    train_descriptions: list[str]
    eval_descriptions: list[str]
    train_examples: list[dict[str, str]]
    test_examples: list[dict[str, str]]


@dataclass
class TaskSplit:
    """`validation` is split off the train tasks: for choosing; `unseen` is only reported on."""

    train: list[Task] = field(default_factory=list)
    validation: list[Task] = field(default_factory=list)
    unseen: list[Task] = field(default_factory=list)

    @property
    def far(self) -> list[Task]:
        """All tasks of FAR_FAMILIES, for hypernetworks trained on `without_far`."""
        every = self.train + self.validation + self.unseen
        return [task for task in every if task.family in FAR_FAMILIES]

    def without_far(self) -> "TaskSplit":
        parts = (self.train, self.validation, self.unseen)
        return TaskSplit(*([t for t in part if t.family not in FAR_FAMILIES] for part in parts))


def read_task(path: Path) -> Task:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        examples = content["examples"]
        held = min(max(1, int(len(examples) * TEST_SHARE)), MAXIMUM_TEST_EXAMPLES)
        descriptions = content["descriptions"]
        task = Task(
            content["name"],
            content.get("family", ""),
            content.get("metric", "exact"),
            [*descriptions.get("train", []), *filter(None, [content.get("definition")])],
            descriptions["eval"],
            examples[:-held],
            examples[-held:],
        )
        if not all(isinstance(e["input"], str) and isinstance(e["output"], str) for e in examples):
            raise TypeError("an example's input or output is not text")
        return task
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise DataError(f"{path} is not a task file: {error!r}") from error


def is_validation(name: str) -> bool:
    """Declared once for all: the tenth of the train tasks whose name hashes lowest."""
    digest = hashlib.sha256(f"validation:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < VALIDATION_SHARE


def read_split(folder: Path) -> TaskSplit:
    """Reads split.json and the task files beside it in tasks/."""
    try:
        names = json.loads((folder / "split.json").read_text())
    except FileNotFoundError as error:
        raise DataError(f"{folder} holds no split.json; give the data folder by --data") from error
    split = TaskSplit(unseen=[read_task(folder / "tasks" / f"{n}.json") for n in names["unseen"]])
    for name in names["train"]:
        task = read_task(folder / "tasks" / f"{name}.json")
        (split.validation if is_validation(name) else split.train).append(task)
    return split


@dataclass
class EncodedExample:
    tokens: np.ndarray  # int32, prompt + answer + end token
    prompt_length: int
    shared_length: int = 0  # tokens at the start that every example of a row has


def encode_examples(
    tokenizer: Tokenizer, examples: list[dict[str, str]], longest: int
) -> list[EncodedExample]:
    """Tokenises; examples that need more than `longest` tokens of a row are left out."""
    opening, _ = template_tokens(tokenizer)
    prompts = tokenizer.encode_batch([prompt(e["input"]) for e in examples])
    answers = tokenizer.encode_batch([e["output"] + END for e in examples])
    encoded = []
    for before, after in zip(prompts, answers):
        tokens = np.array(before.ids + after.ids, dtype=np.int32)
        # An input may begin with what the tokenizer joins to the opening's last token.
        shared = len(os.path.commonprefix([opening, before.ids]))
        item = EncodedExample(tokens, len(before.ids), shared)
        if row_size([item]) <= longest:
            encoded.append(item)
    return encoded


def row_size(examples: list[EncodedExample]) -> int:
    """Tokens of a row of these examples: what they share once, and no end token, after which

    nothing is predicted.
    """
    shared = shared_length(examples)
    return shared + sum(len(example.tokens) - 1 - shared for example in examples)


def shared_length(examples: list[EncodedExample]) -> int:
    """Never the prompt's last token, which predicts the example's own answer."""
    return min((min(e.shared_length, e.prompt_length - 1) for e in examples), default=0)


NOTHING, SHARED = -1, -2  # beside the numbers of examples


@dataclass
class Batch:
    tokens: torch.Tensor  # [rows, length] int64
    positions: torch.Tensor  # [rows, length] int64, from 0 in every example
    mask: torch.Tensor  # [rows, length, length] float32: 0 where attention is allowed
    answer_index: torch.Tensor  # [n] flat positions whose next token is an answer token
    targets: torch.Tensor  # [n]
    weights: torch.Tensor  # [n], 1 / answer length / examples: the mean over examples
    example: torch.Tensor  # [n], which example of the batch
    row_of_example: torch.Tensor  # [examples]
    token_count: int  # of all examples; the rest of tokens is the rows' tails


def pack_rows(rows: list[list[EncodedExample]], length: int) -> Batch:
    """Each row holds whole examples of one task, attending only to what they share and themselves.

    What the examples of a row share, which a causal model reads alike in each, is there once:
    with the template's opening that is three tokens in about 23.
    """
    tokens = np.zeros((len(rows), length), dtype=np.int64)
    positions = np.zeros_like(tokens)
    segment = np.full(tokens.shape, NOTHING)
    index, targets, weights, example, row_of_example = [], [], [], [], []
    count = 0
    for row, examples in enumerate(rows):
        if not examples:
            continue
        start = shared = shared_length(examples)
        tokens[row, :shared] = examples[0].tokens[:shared]
        positions[row, :shared] = np.arange(shared)
        segment[row, :shared] = SHARED
        for item in examples:
            own = slice(start, start + len(item.tokens) - 1 - shared)
            tokens[row, own] = item.tokens[shared:-1]
            positions[row, own] = np.arange(shared, len(item.tokens) - 1)
            segment[row, own] = count
            answers = len(item.tokens) - item.prompt_length
            last = row * length + own.stop
            index.extend(range(last - answers, last))
            targets.extend(item.tokens[item.prompt_length :])
            weights.extend([1.0 / answers] * answers)
            example.extend([count] * answers)
            row_of_example.append(row)
            start = own.stop
            count += 1
    same = segment[:, :, None] == segment[:, None, :]
    readable = same | (segment == SHARED)[:, None, :]
    allowed = readable & np.tri(length, dtype=bool)
    mask = np.where(allowed, 0.0, -1e9).astype(np.float32)
    return Batch(
        placed(torch.from_numpy(tokens)),
        placed(torch.from_numpy(positions)),
        placed(torch.from_numpy(mask)),
        torch.tensor(index),
        torch.tensor(np.array(targets), dtype=torch.int64),
        torch.tensor(weights) / count,
        torch.tensor(example),
        torch.tensor(row_of_example),
        sum(row_size(examples) for examples in rows),
    )


@dataclass
class TrainingTask:
    """A task with its training examples tokenised."""

    task: Task
    examples: list[EncodedExample]

    @staticmethod
    def prepare(tokenizer: Tokenizer, tasks: list[Task], row_length: int) -> "list[TrainingTask]":
        """Leaves out tasks of which no example is short enough."""
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
    variation_share: float = 0.0  # of the group's rows, when the sampler can vary tasks


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


Vary = Callable[[Task, Random], tuple[str, list[EncodedExample]] | None]
"""A task -> a description and examples of a variation of it, or None."""


class TaskSampler:
    """Hierarchical: tasks without replacement, then a description, then examples to fill a row."""

    def __init__(self, groups: list[TaskGroup], seed: int, vary: Vary | None = None):
        if not any(group.tasks and group.share > 0 for group in groups):
            raise DataError("no example is short enough to train on")
        self.groups, self.vary = groups, vary
        self.probabilities = []
        for group in groups:
            sizes = np.array([len(task.examples) for task in group.tasks], dtype=np.float64)
            weights = sizes**group.size_power
            self.probabilities.append(weights / weights.sum())
        self.random = np.random.default_rng(seed)

    def draw(self, rows: int, length: int) -> list[Row]:
        drawn = []
        for group, probabilities, count in zip(self.groups, self.probabilities, self._counts(rows)):
            tasks = self.random.choice(len(group.tasks), count, replace=False, p=probabilities)
            drawn += [self.row(group, group.tasks[task], length) for task in tasks]
        return drawn

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
        """Rows of every group; what rounding leaves over goes to the first."""
        total = sum(group.share for group in self.groups)
        counts = [int(rows * group.share / total) for group in self.groups]
        counts[0] += rows - sum(counts)
        return counts
