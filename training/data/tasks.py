"""Task files, the declared validation split, and the tasks that a training's options choose."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from .metrics import normalise_answer

TEST_SHARE, MAXIMUM_TEST_EXAMPLES = 0.15, 60
VALIDATION_SHARE = 0.10
FAR_FAMILIES = ("code", "intent", "sentiment")
"""Families left out to measure transfer, named before any run was made without them."""


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
    eval_descriptions_zh: list[str] = field(default_factory=list)


@dataclass
class TaskSplit:
    """Tasks by their use: `validation`, split off the train tasks, to choose by; `unseen` to report."""

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
            [
                *descriptions.get("train", []),
                *descriptions.get("train_zh", []),
                *filter(None, [content.get("definition")]),
            ],
            descriptions["eval"],
            examples[:-held],
            examples[-held:],
            descriptions.get("eval_zh", []),
        )
        if not all(isinstance(e["input"], str) and isinstance(e["output"], str) for e in examples):
            raise TypeError("an example's input or output is not text")
        if not all(normalise_answer(e["output"]) for e in examples):
            raise TypeError("an example's output has nothing that a metric compares")
        return task
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise DataError(f"{path} is not a task file: {error!r}") from error


def described_in_chinese(tasks: list[Task]) -> list[Task]:
    """The tasks that have Chinese descriptions, as if a person had typed those."""
    return [
        replace(task, eval_descriptions=task.eval_descriptions_zh)
        for task in tasks
        if task.eval_descriptions_zh
    ]


def is_validation(name: str) -> bool:
    """Whether a train task only validates: the tenth whose names hash lowest, declared once.

    Tasks are apart, their inputs are not: a validation task may judge the texts of a train task and
    write its answer otherwise, as review_sentiment_sentence and review_sentiment_json do.
    """
    digest = hashlib.sha256(f"validation:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < VALIDATION_SHARE


def read_split(folders: list[Path]) -> TaskSplit:
    """Tasks of every folder's split.json, whose files lie beside it in tasks/.

    Raises DataError where a folder or a task cannot be read, or two folders have a task of one name.
    """
    split, folder_of = TaskSplit(), {}
    for folder in folders:
        try:
            names = json.loads((folder / "split.json").read_text())
        except FileNotFoundError as error:
            raise DataError(f"{folder} holds no split.json; give data folders by --data") from error
        for name in [*names["unseen"], *names["train"]]:
            if name in folder_of:
                raise DataError(f"{folder_of[name]} and {folder} both have a task {name}")
            folder_of[name] = folder
            task = read_task(folder / "tasks" / f"{name}.json")
            if name in names["unseen"]:
                split.unseen.append(task)
            else:
                (split.validation if is_validation(name) else split.train).append(task)
    return split


def read_training_tasks(options: dict) -> tuple[TaskSplit, list[Task]]:
    """Split of the data, and the tasks of the grammar when there is one."""
    grammar = [[options["grammar"]]] if options["grammar"] else []
    splits = [read_split(folders) for folders in [options["data"], *grammar]]
    if options["leave_out_far"]:
        splits = [split.without_far() for split in splits]
    return splits[0], [task for split in splits[1:] for task in split.train]
