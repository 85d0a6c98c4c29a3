"""Conditions of the evaluation: the question that each asks, and the LoRA that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch

from training.adapters.library import Library
from training.adapters.lora import Adapter
from training.base.template import ChatTemplate, Prompt
from training.data.gibberish import gibberish
from training.data.tasks import Task
from training.hypernetworks.kind import DescriptionReader, Hypernetwork

WITHOUT_ADAPTER = ("base", "prompt", "few_shot")
FROM_BASELINES = ("averaged", "multitask", "instructed")
FROM_HYPERNETWORK = ("gibberish", "other", "own", "paraphrases")
ORACLE = "oracle"
CONDITIONS = (*WITHOUT_ADAPTER, *FROM_BASELINES, *FROM_HYPERNETWORK, ORACLE)
SHOTS = 3


@dataclass
class Question:
    """One prompt, and the LoRA that answers it: a description's or one of a library."""

    prompt: Prompt
    key: str | None = None  # description, or name in the library; None stands for no LoRA


class AdapterSource(Protocol):
    scaling: float

    def adapters(self, keys: list[str]) -> Adapter: ...


class HypernetworkSource:
    def __init__(self, hypernetwork: Hypernetwork, reader: DescriptionReader):
        self.hypernetwork, self.reader = hypernetwork, reader
        self.scaling = hypernetwork.config.scaling

    @torch.no_grad()
    def adapters(self, keys: list[str]) -> Adapter:
        """Adapter with a row for each description."""
        return self.hypernetwork(self.reader.read(keys))


class LibrarySource:
    def __init__(self, library: Library):
        self.library, self.scaling = library, library.shape.scaling

    def adapters(self, keys: list[str]) -> Adapter:
        return self.library.stack(keys)


def questions(
    condition: str, tasks: list[Task], index: int, number: int, template: ChatTemplate
) -> list[Question]:
    """Questions about test example `number` of task `index`.

    It is one question, its description taken from the task's own in turn; "paraphrases" asks one
    for every description.
    """
    task, prompt = tasks[index], template.prompt
    text, own = task.test_examples[number]["input"], task.eval_descriptions
    if condition == "base":
        return [Question(prompt(text))]
    if condition == "prompt":
        return [Question(prompt(text, own[number % len(own)]))]
    if condition == "few_shot":
        return [Question(prompt(text, shots=task.train_examples[:SHOTS]))]
    if condition == "instructed":
        return [Question(prompt(text, own[number % len(own)]), condition)]
    if condition in FROM_BASELINES:
        return [Question(prompt(text), condition)]
    if condition == ORACLE:
        return [Question(prompt(text), task.name)]
    if condition == "gibberish":
        return [Question(prompt(text), gibberish(1000 + 7 * index + number % 4))]
    if condition == "other":
        foreign = tasks[(index + len(tasks) // 2) % len(tasks)].eval_descriptions
        return [Question(prompt(text), foreign[number % len(foreign)])]
    if condition == "own":
        return [Question(prompt(text), own[number % len(own)])]
    if condition == "paraphrases":
        return [Question(prompt(text), description) for description in own]
    raise ValueError(f"Unknown condition {condition!r}; choose from {', '.join(CONDITIONS)}.")
