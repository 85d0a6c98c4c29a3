"""Scores of a library of LoRAs, or of a hypernetwork in its place, on the library's own tasks.

The tasks are those the hypernetwork was trained on; their inputs are held-out ones. Every number that
is kept counts: the hypernetwork's weights, and the means and deviations that undo its z-scores. The
encoder is not counted: it is the same whatever library is compressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from training.adapters.average import AVERAGED, average
from training.adapters.library import Library
from training.adapters.lora import Adapter
from training.base.template import ChatTemplate
from training.data.tasks import Task
from training.hypernetworks.kind import DescriptionReader
from training.hypernetworks.trained import Trained, name_of
from training.loop.checkpoint import read_training
from training.regression.distillation import inner_product
from training.regression.reconstruction import pick
from training.regression.reconstruction_loss import squared_distance

from .conditions import (
    ORACLE,
    AdapterSource,
    HypernetworkSource,
    LibrarySource,
    Question,
    questions,
)
from .evaluator import Evaluator, Job
from .summary import condition_scores, summarise

TRAINED = "trained"
CUT_RANKS = {"rank_1": 1, "rank_2": 2}
OF_LIBRARY = ("base", "averaged", "oracle")
OF_HYPERNETWORK = (TRAINED, "own", "other", "gibberish")


class AdapterOf:
    """One adapter for whatever is asked."""

    def __init__(self, adapter: Adapter, scaling: float):
        self.adapter, self.scaling = adapter, scaling

    def adapters(self, keys: list[str]) -> Adapter:
        return {module: tuple(f[None] for f in pair) for module, pair in self.adapter.items()}


class StackedLoras:
    """A LoRA for every name, rows of one adapter."""

    def __init__(self, names: list[str], adapter: Adapter, scaling: float):
        self.names, self.adapter, self.scaling = names, adapter, scaling

    def adapters(self, keys: list[str]) -> Adapter:
        return pick(self.adapter, [self.names.index(key) for key in keys])


def cut(loras: Adapter, rank: int) -> Adapter:
    """The best approximations of delta W of that rank (truncated SVD), for every LoRA and layer."""
    result: Adapter = {}
    for module, (A, B) in loras.items():
        # B^T A = Q_b (R_b R_a^T) Q_a^T, so the SVD is of a matrix as small as the LoRA's rank.
        Q_a, R_a = torch.linalg.qr(A.transpose(-1, -2))
        Q_b, R_b = torch.linalg.qr(B.transpose(-1, -2))
        U, S, V = torch.linalg.svd(R_b @ R_a.transpose(-1, -2))
        root = S[..., :rank, None].sqrt()
        result[module] = (
            root * (V[..., :rank, :] @ Q_a.transpose(-1, -2)),
            root * (Q_b @ U[..., :rank]).transpose(-1, -2),
        )
    return result


def asked(
    condition: str, tasks: list[Task], index: int, number: int, template: ChatTemplate
) -> list[Question]:
    """As conditions.questions; "trained" takes the first description of the training."""
    task = tasks[index]
    text = task.test_examples[number]["input"]
    if condition in CUT_RANKS:
        return questions(ORACLE, tasks, index, number, template)
    if condition != TRAINED:
        return questions(condition, tasks, index, number, template)
    return [Question(template.prompt(text), task.train_descriptions[0])]


def jobs_of(
    condition: str, tasks: list[Task], per_task: int, template: ChatTemplate
) -> list[Job]:
    """Jobs of the first `per_task` held-out inputs of every task."""
    return [
        Job(task, number, place, question)
        for index, task in enumerate(tasks)
        for number in range(len(task.test_examples[:per_task]))
        for place, question in enumerate(asked(condition, tasks, index, number, template))
    ]


def delta_w_errors(ours: Adapter, wanted: Adapter) -> dict[str, float]:
    """Module -> squared distance of delta W over squared norm, both summed over tasks and layers."""
    return {
        module: float(squared_distance(ours[module], pair).sum() / inner_product(pair, pair).sum())
        for module, pair in wanted.items()
    }


def numbers_of(module: torch.nn.Module) -> int:
    """All numbers that its file would hold."""
    return sum(tensor.numel() for tensor in module.state_dict().values())


def library_numbers(loras: Adapter) -> int:
    """All numbers that the files of these LoRAs hold."""
    return sum(factor.numel() for pair in loras.values() for factor in pair)


def training_of(hypernetwork: Path) -> dict:
    """Configuration of the training; empty for an exported folder, which does not tell it."""
    return {} if hypernetwork.is_dir() else read_training(hypernetwork)["config"]


@dataclass
class Compressed:
    """The source of each condition's LoRAs, the conditions by default, and facts for the result."""

    sources: dict[str, AdapterSource]
    conditions: tuple[str, ...]
    facts: dict


def of_hypernetwork(
    path: Path, trained: Trained, reader: DescriptionReader, tasks: list[Task], loras: Adapter
) -> Compressed:
    """A hypernetwork, read from `path`, in place of the tasks' LoRAs, a row of `loras` each."""
    hypernetwork = trained.hypernetwork
    source = HypernetworkSource(hypernetwork, reader)
    numbers = numbers_of(hypernetwork)
    written = source.adapters([task.train_descriptions[0] for task in tasks])
    facts = {
        "hypernetwork": name_of(path),
        "config": hypernetwork.config.to_dict(),
        "training": training_of(path),
        "stages": trained.stages,
        "numbers": numbers,
        "compression": 1 - numbers / library_numbers(loras),
        "delta_w_error": delta_w_errors(written, loras),
    }
    return Compressed({name: source for name in OF_HYPERNETWORK}, OF_HYPERNETWORK, facts)


def of_library(library: Library, tasks: list[Task], loras: Adapter) -> Compressed:
    """The tasks' LoRAs themselves, a row of `loras` each, their mean and each cut to a lower rank."""
    rank, scaling = library.shape.rank, library.shape.scaling
    mean, kept = average(loras, rank)
    rows = {
        module: tuple(factor[None].expand(len(tasks), -1, -1, -1) for factor in pair)
        for module, pair in mean.items()
    }
    names = [task.name for task in tasks]
    cuts = {name: cut(loras, lower) for name, lower in CUT_RANKS.items()}
    sources: dict[str, AdapterSource] = {
        AVERAGED: AdapterOf(mean, scaling),
        ORACLE: LibrarySource(library),
    }
    sources |= {name: StackedLoras(names, of_rank, scaling) for name, of_rank in cuts.items()}
    facts = {
        "cut": {
            name: {
                "compression": 1 - CUT_RANKS[name] / rank,
                "delta_w_error": delta_w_errors(of_rank, loras),
            }
            for name, of_rank in cuts.items()
        },
        AVERAGED: {"kept": kept, "delta_w_error": delta_w_errors(rows, loras)},
    }
    return Compressed(sources, OF_LIBRARY, facts)


def measure(
    evaluator: Evaluator, tasks: list[Task], conditions: list[str], per_task: int, longest: int
) -> dict:
    """Summary of the scores by condition; prints each condition's as it is measured."""
    template, scores = evaluator.tokenizer.template, {}
    for condition in conditions:
        jobs = jobs_of(condition, tasks, per_task, template)
        scores[condition] = evaluator.score_jobs(jobs, evaluator.sources.get(condition), longest)
        of_tasks = condition_scores(condition, scores[condition])[condition]
        print(f"{condition:10s} {sum(of_tasks.values()) / len(of_tasks):6.1%}", flush=True)
    return summarise(tasks, scores)
