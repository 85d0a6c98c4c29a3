"""Conditions of the evaluation: the question that each asks, and the LoRA that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import torch

from training.adapters.library import Library
from training.adapters.lora import Adapter
from training.base.template import ChatTemplate, Prompt
from training.base.tokenizer import ChatTokenizer
from training.data.gibberish import gibberish
from training.data.packing import encode_examples, turns_of
from training.data.shown import MOST_TURN_TOKENS
from training.data.tasks import Task
from training.hypernetworks.kind import DescriptionReader, Hypernetwork

WITHOUT_ADAPTER = ("base", "prompt", "few_shot")
FROM_BASELINES = ("averaged", "multitask", "instructed")
FROM_HYPERNETWORK = ("gibberish", "other", "mirror", "own", "paraphrases")
"""Conditions whose adapter is made of a description.

"mirror" is that of a task with the same inputs and other answers, for tasks that have one.
"""
FROM_EXAMPLES = ("shown", "shown_other", "shown_alone")
"""Conditions whose adapter is also made of SHOTS solved examples: the task's, or another's."""
ORACLE = "oracle"
CONDITIONS = (*WITHOUT_ADAPTER, *FROM_BASELINES, *FROM_HYPERNETWORK, *FROM_EXAMPLES, ORACLE)
SHOTS = 3


class Shown(NamedTuple):
    """A description, which may be empty, and solved examples that an adapter is made of, too."""

    description: str
    shots: tuple[tuple[str, str], ...]  # input and output of each


Key = str | Shown
"""The description that a LoRA is made of, with examples or without, or its name in a library."""


@dataclass
class Question:
    """One prompt, and the LoRA that answers it; without a key there is none."""

    prompt: Prompt
    key: Key | None = None


class AdapterSource(Protocol):
    scaling: float

    def adapters(self, keys: list[Key]) -> Adapter:
        """Adapter with a row for each key; of several keys all are of one type."""


class HypernetworkSource:
    """The tokenizer is needed only for keys with examples."""

    def __init__(
        self,
        hypernetwork: Hypernetwork,
        reader: DescriptionReader,
        tokenizer: ChatTokenizer | None = None,
    ):
        self.hypernetwork, self.reader, self.tokenizer = hypernetwork, reader, tokenizer
        self.scaling = hypernetwork.config.scaling

    @torch.no_grad()
    def adapters(self, keys: list[Key]) -> Adapter:
        if not isinstance(keys[0], Shown):
            return self.hypernetwork(self.reader.read(keys))
        turns = [self._turns(key) for key in keys]
        return self.hypernetwork(self.reader.read([key.description for key in keys], turns))

    def _turns(self, key: Shown) -> list[int]:
        shots = [{"input": text, "output": answer} for text, answer in key.shots]
        examples = encode_examples(self.tokenizer, shots, MOST_TURN_TOKENS)
        return turns_of(self.tokenizer, examples, MOST_TURN_TOKENS)


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
    for every description; "mirror" asks the other task's and the own one, or nothing where no other
    task answers that input otherwise.
    """
    task, prompt = tasks[index], template.prompt
    other = tasks[(index + len(tasks) // 2) % len(tasks)]
    text, descriptions = task.test_examples[number]["input"], task.eval_descriptions
    own = descriptions[number % len(descriptions)]
    if condition == "base":
        return [Question(prompt(text))]
    if condition == "prompt":
        return [Question(prompt(text, own))]
    if condition == "few_shot":
        return [Question(prompt(text, shots=task.train_examples[:SHOTS]))]
    if condition == "instructed":
        return [Question(prompt(text, own), condition)]
    if condition in FROM_BASELINES:
        return [Question(prompt(text), condition)]
    if condition == ORACLE:
        return [Question(prompt(text), task.name)]
    if condition == "gibberish":
        return [Question(prompt(text), gibberish(1000 + 7 * index + number % 4))]
    if condition == "other":
        foreign = other.eval_descriptions
        return [Question(prompt(text), foreign[number % len(foreign)])]
    if condition == "mirror":
        return [
            Question(prompt(text), description)
            for mirror in _mirrors(tasks, task, number)[:1]
            for description in (
                mirror.eval_descriptions[number % len(mirror.eval_descriptions)],
                own,
            )
        ]
    if condition == "own":
        return [Question(prompt(text), own)]
    if condition == "paraphrases":
        return [Question(prompt(text), description) for description in descriptions]
    if condition in FROM_EXAMPLES:
        shown = other if condition == "shown_other" else task
        shots = tuple((e["input"], e["output"]) for e in shown.train_examples[:SHOTS])
        return [Question(prompt(text), Shown("" if condition == "shown_alone" else own, shots))]
    raise ValueError(f"Unknown condition {condition!r}; choose from {', '.join(CONDITIONS)}.")


def _mirrors(tasks: list[Task], task: Task, number: int) -> list[Task]:
    """Other tasks that answer the input of a task's test example `number` otherwise."""
    example = task.test_examples[number]

    def differs(other: Task) -> bool:
        return any(
            theirs["input"] == example["input"] and theirs["output"] != example["output"]
            for theirs in (*other.train_examples, *other.test_examples)
        )

    return [other for other in tasks if other is not task and differs(other)]
