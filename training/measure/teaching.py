"""Scores of LoRAs after a lesson, on inputs that were never taught."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from training.base.answer_states import answer_states
from training.base.batch import Batch
from training.base.generate import generate_greedy
from training.base.layer import PackedLora
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer
from training.data.metrics import score
from training.data.packing import (
    EncodedExample,
    encode_examples,
    fill_rows,
    pack_tasks_in_rows,
    row_size,
    turns_of,
)
from training.data.shown import MOST_TURN_TOKENS
from training.data.tasks import DataError, Task
from training.oracles.lesson import Lesson, LessonSettings
from training.oracles.lesson_start import LessonStart

ANSWERS = ("generated", "forced")
ROW_MULTIPLE, LONGEST_ROW = 16, 256
SLACK = 3  # tokens that a right answer may be longer than expected: white space, a full stop


@dataclass
class TeachingPlan:
    """What is taught and asked, the same for every start and setting that is compared."""

    inputs: int = 8  # asked of a task, never taught
    shown: int = 0  # examples of a lesson that the hypernetwork reads before, at most
    held_back: float = 0.0  # share of the examples that only stops a lesson
    answers: str = "generated"  # or "forced": right where every token of the answer comes first
    seed: int = 0  # of the examples drawn
    longest: int = 128  # tokens of an example; longer ones are left out
    batch_tokens: int = 1024  # as many tasks are taught at once as fit


@dataclass
class TaughtTask:
    """A task as a lesson sees it."""

    task: Task
    description: str
    pool: list[EncodedExample]  # drawn: a lesson of n examples has the first n
    asked: list[dict[str, str]]
    encoded: list[EncodedExample]  # of those asked

    @staticmethod
    def prepare(
        tokenizer: ChatTokenizer, task: Task, description: str, plan: TeachingPlan, most: int
    ) -> "TaughtTask":
        """Raises DataError where too few of the task's examples are short enough."""
        asked, encoded = [], []
        for example in task.test_examples:
            short = encode_examples(tokenizer, [example], plan.longest)
            if short and len(asked) < plan.inputs:
                asked.append(example)
                encoded += short
        taken = {example["input"] for example in asked}
        digest = hashlib.sha256(f"{plan.seed}:{task.name}".encode()).digest()
        random = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        pool: list[EncodedExample] = []
        for index in random.permutation(len(task.train_examples)):
            example = task.train_examples[index]
            if len(pool) < most and example["input"] not in taken:
                taken.add(example["input"])
                pool += encode_examples(tokenizer, [example], plan.longest)
        if len(pool) < most or not asked:
            raise DataError(f"{task.name}: too few examples are short enough")
        return TaughtTask(task, description, pool, asked, encoded)


def pack_tasks(of_tasks: list[list[EncodedExample]]) -> Batch:
    """Batch with equally many neighbouring rows for every task, of the length that wastes least."""

    def rows_of_task(length: int) -> int:
        return max(len(fill_rows(examples, length)) for examples in of_tasks)

    longest = max(row_size([example]) for examples in of_tasks for example in examples)
    lengths = range(longest + -longest % ROW_MULTIPLE, LONGEST_ROW + 1, ROW_MULTIPLE)
    # A long row costs attention, which grows with its square.
    length = min(lengths, key=lambda length: rows_of_task(length) * length * (1 + length / 1500))
    return pack_tasks_in_rows(of_tasks, length)


def in_groups(tasks: list[TaughtTask], examples: int, plan: TeachingPlan) -> list[list[TaughtTask]]:
    """Tasks that are taught at once: those of like length, as many as a batch has room for."""

    def tokens(task: TaughtTask) -> int:
        return row_size(task.pool[:examples])

    groups: list[list[TaughtTask]] = []
    for task in sorted(tasks, key=lambda task: (tokens(task), task.task.name)):
        group = groups[-1] if groups else []
        if not group or tokens(task) * (len(group) + 1) > plan.batch_tokens:
            groups.append([])
        groups[-1].append(task)
    return groups


@dataclass
class TaughtScores:
    """One task's lesson with one number of examples."""

    steps: dict[int, float]  # score after so many steps
    taught: list[float]  # loss of the taught examples before each step, in nats
    held_back: dict[int, float]  # loss of those held back after so many steps; may be empty

    @property
    def stopped(self) -> float | None:
        """Score at the measured step whose loss on the examples held back is least."""
        if not self.held_back:
            return None
        known = [step for step in self.steps if step in self.held_back]
        return self.steps[min(known, key=lambda step: self.held_back[step])]

    def to_dict(self) -> dict:
        rounded = {"taught": [round(loss, 4) for loss in self.taught]}
        if self.held_back:
            rounded["held_back"] = {k: round(loss, 4) for k, loss in self.held_back.items()}
        return {"steps": self.steps} | rounded

    @staticmethod
    def from_dict(values: dict) -> "TaughtScores":
        def numbered(part: dict[str, float]) -> dict[int, float]:
            return {int(step): value for step, value in part.items()}

        held_back = numbered(values.get("held_back", {}))
        return TaughtScores(numbered(values["steps"]), values["taught"], held_back)


class Teaching:
    """The frozen base, and how lessons are given and examined."""

    def __init__(
        self,
        base: BaseModel,
        tokenizer: ChatTokenizer,
        plan: TeachingPlan,
        layer_function: Callable | None = None,
    ):
        self.base, self.tokenizer, self.plan, self.layer = base, tokenizer, plan, layer_function

    def teach(
        self,
        tasks: list[TaughtTask],
        start: LessonStart,
        settings: LessonSettings,
        examples: int,
        measured: list[int],
    ) -> Iterator[dict[str, TaughtScores]]:
        """Lessons of so many examples, some tasks at a time; scored after `measured` steps."""
        for group in in_groups(tasks, max(1, examples), self.plan):
            yield self._teach_group(group, start, settings, examples, measured)

    def _teach_group(self, group, start, settings, examples, measured) -> dict[str, TaughtScores]:
        lora = start.adapters([task.description for task in group], self._turns(group, examples))
        lesson = Lesson(self.base, lora, start.scaling, settings, self.layer)
        held = int(examples * self.plan.held_back)
        taught = examples - held
        if taught:
            batch = pack_tasks([task.pool[:taught] for task in group])
        if held:
            kept = pack_tasks([task.pool[taught:examples] for task in group])
        scores = [TaughtScores({}, [], {}) for _ in group]
        last = settings.steps if examples else 0
        for step in range(last + 1):
            if step in measured or not examples:
                for of_task, value in zip(scores, self.examine(group, lesson.packed())):
                    of_task.steps[step] = value
            if held:
                for of_task, loss in zip(scores, lesson.loss(kept).tolist()):
                    of_task.held_back[step] = loss
            if step < last:
                for of_task, loss in zip(scores, lesson.step(batch).tolist()):
                    of_task.taught.append(loss)
        return {task.task.name: of_task for task, of_task in zip(group, scores)}

    def _turns(self, group: list[TaughtTask], examples: int) -> list[list[int]] | None:
        """Tokens of the examples that the start reads, the first of those taught."""
        shown = min(self.plan.shown, examples)
        if not shown:
            return None
        return [turns_of(self.tokenizer, task.pool[:shown], MOST_TURN_TOKENS) for task in group]

    def examine(self, group: list[TaughtTask], lora: PackedLora) -> list[float]:
        """Score of each task on the inputs asked, whose LoRAs are the rows of `lora`."""
        detached = {name: (A.detach(), B.detach()) for name, (A, B) in lora.items()}
        asks = self._forced if self.plan.answers == "forced" else self._generated
        return asks(group, detached)

    @torch.no_grad()
    def _forced(self, group: list[TaughtTask], lora: PackedLora) -> list[float]:
        batch = pack_tasks([task.encoded for task in group])
        states = answer_states(self.base, batch, lora, self.layer).final
        first = F.linear(states, self.base.head).argmax(-1)
        right = torch.ones(len(batch.row_of_example))
        right.scatter_reduce_(0, batch.example, (first == batch.targets).float(), "amin")
        parts = right.split([len(task.encoded) for task in group])
        return [part.mean().item() for part in parts]

    def _generated(self, group: list[TaughtTask], lora: PackedLora) -> list[float]:
        encoded = [example for task in group for example in task.encoded]
        longest = max(len(item.tokens) - item.prompt_length for item in encoded) + SLACK
        most = max(len(task.encoded) for task in group)
        prompts: list[list[int]] = []
        for task in group:
            own = [item.tokens[: item.prompt_length].tolist() for item in task.encoded]
            prompts += own + own[:1] * (most - len(own))
        answers = generate_greedy(self.base, prompts, lora, {self.tokenizer.end_token}, longest)
        scores = []
        for place, task in enumerate(group):
            own = answers[place * most : place * most + len(task.asked)]
            texts = [self.tokenizer.decode(answer) for answer in own]
            found = [
                score(task.task.metric, text, example["output"])
                for text, example in zip(texts, task.asked)
            ]
            scores.append(sum(found) / len(found))
        return scores
