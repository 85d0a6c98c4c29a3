"""Scores of a hypernetwork and its controls on tasks, greedy."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from training.adapters.lora import pack
from training.base.generate import generate_greedy
from training.base.model import BaseModel
from training.base.template import prompt_text
from training.base.tokenizer import ChatTokenizer
from training.data.metrics import score
from training.data.tasks import Task

from .conditions import (
    CONDITIONS,
    FROM_BASELINES,
    FROM_EXAMPLES,
    ORACLE,
    WITHOUT_ADAPTER,
    AdapterSource,
    LibrarySource,
    Question,
    questions,
)
from .summary import Scores, condition_scores, rows_of, summarise

ROWS = 64


@dataclass
class Job:
    """One question about an example of a task; `place` counts the questions about that example."""

    task: Task
    example: int
    place: int
    question: Question


class Evaluator:
    """The frozen base, and the source of each condition's LoRAs."""

    def __init__(
        self, base: BaseModel, tokenizer: ChatTokenizer, sources: dict[str, AdapterSource]
    ):
        self.base, self.tokenizer, self.sources = base, tokenizer, sources
        self.stop = {tokenizer.end_token}

    def answers(
        self, asked: list[Question], source: AdapterSource | None, longest: int
    ) -> list[str]:
        lora = None
        if source is not None:
            unique = sorted({question.key for question in asked})
            adapter = source.adapters(unique)
            picks = torch.tensor([unique.index(question.key) for question in asked])
            adapter = {name: (A[picks], B[picks]) for name, (A, B) in adapter.items()}
            lora = pack(adapter, self.base.config, source.scaling, self.base.embedding.dtype)
        prompts = [self.tokenizer.encode(question.prompt) for question in asked]
        tokens = generate_greedy(self.base, prompts, lora, self.stop, longest)
        # An answer that is cut short may end in half a character, which the page does not show.
        return [self.tokenizer.decode(answer).rstrip("\ufffd") for answer in tokens]

    def score_tasks(self, tasks: list[Task], condition: str, per_task: int, longest: int) -> Scores:
        """Scores of every question about the first `per_task` test examples of each task."""
        source, template = self.sources.get(condition), self.tokenizer.template
        jobs: list[Job] = []
        for index, task in enumerate(tasks):
            if isinstance(source, LibrarySource) and condition == ORACLE:
                if task.name not in source.library.entries:
                    continue
            for number in range(len(task.test_examples[:per_task])):
                for place, question in enumerate(
                    questions(condition, tasks, index, number, template)
                ):
                    jobs.append(Job(task, number, place, question))
        return self.score_jobs(jobs, source, longest)

    def score_jobs(self, jobs: list[Job], source: AdapterSource | None, longest: int) -> Scores:
        # Prompts of like length share a batch, which keeps padding small.
        jobs = sorted(jobs, key=lambda job: len(prompt_text(job.question.prompt)))
        scores: Scores = {}
        for start in range(0, len(jobs), ROWS):
            part = jobs[start : start + ROWS]
            answers = self.answers([job.question for job in part], source, longest)
            for job, answer in zip(part, answers):
                expected = job.task.test_examples[job.example]["output"]
                of_example = scores.setdefault(job.task.name, {}).setdefault(job.example, {})
                of_example[job.place] = score(job.task.metric, answer, expected)
        return scores


def available(sources: dict[str, AdapterSource]) -> list[str]:
    """Conditions that can be measured, but for those of examples, which few hypernetworks read.

    "paraphrases" includes what "own" asks; few tasks have a mirror.
    """
    left_out = {"own", "mirror", *FROM_EXAMPLES}
    return [
        name
        for name in CONDITIONS
        if (name in WITHOUT_ADAPTER or name in sources) and name not in left_out
    ]


def evaluate(
    evaluator: Evaluator,
    tasks: list[Task],
    conditions: list[str],
    per_task: int,
    longest: int,
    known: dict[str, dict[str, float]] | None = None,
) -> dict:
    """Result that is written as JSON; prints every condition as it is measured.

    `known` are rows measured before, which stay unless they are measured again.
    """
    by_condition: dict[str, Scores] = {}
    for condition in conditions:
        started = time.monotonic()
        by_condition[condition] = evaluator.score_tasks(tasks, condition, per_task, longest)
        seconds = time.monotonic() - started
        for name, scores in condition_scores(condition, by_condition[condition]).items():
            mean = sum(scores.values()) / max(1, len(scores))
            print(f"{name:10s} {mean:6.1%}  {len(scores)} tasks  {seconds:.0f} s", flush=True)
    return summarise(tasks, by_condition, known) | {
        "examples_per_task": per_task,
        "max_new_tokens": longest,
    }


def read_known(path: Path, settings: dict, tasks: list[Task]) -> dict:
    """An earlier result; raises ValueError where it was measured otherwise than this one will be.

    An old result does not say everything; what it says must be the same.
    """
    result = {"chinese": False} | json.loads(path.read_text(encoding="utf-8"))
    differing = [name for name in settings.keys() & result.keys() if result[name] != settings[name]]
    if set(result["tasks"]) != {task.name for task in tasks}:
        differing.append("tasks")
    if differing:
        raise ValueError(f"{path} was measured with other {', '.join(differing)}.")
    return result


@dataclass
class TakenOver:
    """Part of an earlier result that stays."""

    rows: dict[str, dict[str, float]]
    """Scores by row of the table and task."""
    about_hypernetwork: dict
    """Further entries of the result, which hold for its hypernetwork alone."""


def taken_over(result: dict, hypernetwork: str | None) -> TakenOver:
    """All of a result, or what holds for any hypernetwork if `hypernetwork` is another than its own.

    `hypernetwork` is a name as `name_of` in hypernetworks/trained.py makes it.
    """
    rows = rows_of(result)
    if hypernetwork in (None, result.get("hypernetwork")):
        about = {key: result[key] for key in ("hypernetwork", "paraphrases") if key in result}
        return TakenOver(rows, about)
    alike = {*WITHOUT_ADAPTER, *FROM_BASELINES, ORACLE}
    rows = {row: scores for row, scores in rows.items() if row in alike}
    return TakenOver(rows, {"hypernetwork": hypernetwork})
