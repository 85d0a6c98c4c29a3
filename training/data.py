"""Task files, the declared validation split, and batches whose rows each pack one task."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .template import END, prompt

TEST_SHARE, MAXIMUM_TEST_EXAMPLES = 0.15, 60
VALIDATION_SHARE = 0.10


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


def encode_examples(
    tokenizer: Tokenizer, examples: list[dict[str, str]], longest: int
) -> list[EncodedExample]:
    """Tokenises; examples longer than `longest` tokens are left out."""
    prompts = tokenizer.encode_batch([prompt(e["input"]) for e in examples])
    answers = tokenizer.encode_batch([e["output"] + END for e in examples])
    encoded = []
    for before, after in zip(prompts, answers):
        tokens = np.array(before.ids + after.ids, dtype=np.int32)
        if len(tokens) <= longest:
            encoded.append(EncodedExample(tokens, len(before.ids)))
    return encoded


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


def pack_rows(rows: list[list[EncodedExample]], length: int) -> Batch:
    """Each row holds whole examples of one task, attending only to themselves."""
    tokens = np.zeros((len(rows), length), dtype=np.int64)
    positions = np.zeros_like(tokens)
    segment = np.full(tokens.shape, -1)
    index, targets, weights, example, row_of_example = [], [], [], [], []
    count = 0
    for row, examples in enumerate(rows):
        start = 0
        for item in examples:
            size = len(item.tokens)
            tokens[row, start : start + size] = item.tokens
            positions[row, start : start + size] = np.arange(size)
            segment[row, start : start + size] = count
            answers = size - item.prompt_length
            first = row * length + start + item.prompt_length - 1
            index.extend(range(first, first + answers))
            targets.extend(item.tokens[item.prompt_length :])
            weights.extend([1.0 / answers] * answers)
            example.extend([count] * answers)
            row_of_example.append(row)
            start += size
            count += 1
    same = segment[:, :, None] == segment[:, None, :]
    allowed = same & np.tri(length, dtype=bool)
    mask = np.where(allowed, 0.0, -1e9).astype(np.float32)
    return Batch(
        torch.from_numpy(tokens),
        torch.from_numpy(positions),
        torch.from_numpy(mask),
        torch.tensor(index),
        torch.tensor(np.array(targets), dtype=torch.int64),
        torch.tensor(weights) / count,
        torch.tensor(example),
        torch.tensor(row_of_example),
    )


class TaskSampler:
    """Hierarchical: tasks without replacement, then a description, then examples to fill a row."""

    def __init__(self, encoded: list[list[EncodedExample]], size_power: float, seed: int):
        self.encoded = encoded
        sizes = np.array([len(examples) for examples in encoded], dtype=np.float64)
        if not sizes.any():
            raise DataError("no example is short enough to train on")
        self.probabilities = sizes**size_power * (sizes > 0)
        self.probabilities /= self.probabilities.sum()
        self.random = np.random.default_rng(seed)

    def draw(
        self, rows: int, length: int, descriptions: list[int]
    ) -> tuple[list[int], list[int], list[list[EncodedExample]]]:
        """(task of each row, description of each row, examples of each row)."""
        tasks = self.random.choice(len(self.encoded), rows, replace=False, p=self.probabilities)
        chosen = [int(self.random.integers(descriptions[task])) for task in tasks]
        return [int(task) for task in tasks], chosen, [self._fill(task, length) for task in tasks]

    def _fill(self, task: int, length: int) -> list[EncodedExample]:
        pool, row, room = self.encoded[task], [], length
        for pick in self.random.integers(len(pool), size=4 * length):
            item = pool[pick]
            if len(item.tokens) > room:
                break
            row.append(item)
            room -= len(item.tokens)
        return row
