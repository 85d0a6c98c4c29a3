"""Measures a library of LoRAs, or a hypernetwork that reproduces it, on the library's own tasks.

    python -m training.compression --library LIBRARY --data ../shared/data --loras 8 --json LIBRARY_8.json
    python -m training.compression --library LIBRARY --data ../shared/data --loras 8 --json S_8.json \
        --hypernetwork RUN/checkpoint.pt

The tasks are those the hypernetwork was trained on; their inputs are held-out ones. Without a
hypernetwork: the LoRAs themselves, their mean and no LoRA, and by --conditions rank_1,rank_2 each
LoRA cut to that rank, which is compression without any training. With one: its LoRAs by a description it
was trained on, by own descriptions that it was not, by another task's, and by gibberish.

Every number that is kept counts: the hypernetwork's weights, and the means and deviations that undo
its z-scores. The encoder is not counted: it is the same whatever library is compressed.
`training.compression_report` makes one result and a figure of several.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from . import frozen
from .average import AVERAGED, average
from .checkpoint import read_training
from .conditions import ORACLE, HypernetworkSource, LibrarySource, Question, questions
from .descriptions import encoding_of
from .distill import inner_product
from .evaluate import Evaluator, Job
from .export import load_trained, name_of
from .hypernetwork import Adapter
from .library import Library, write_whole
from .oracle_jobs import choose
from .reconstruct import pick, tasks_of
from .reconstruction_loss import squared_distance
from .summary import condition_scores, summarise
from .tasks import Task, read_split
from .template import prompt

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


def asked(condition: str, tasks: list[Task], index: int, number: int) -> list[Question]:
    """As conditions.questions; "trained" takes the first description of the training."""
    task = tasks[index]
    if condition in CUT_RANKS:
        return questions(ORACLE, tasks, index, number)
    if condition != TRAINED:
        return questions(condition, tasks, index, number)
    return [Question(prompt(task.test_examples[number]["input"]), task.train_descriptions[0])]


def jobs_of(condition: str, tasks: list[Task], per_task: int) -> list[Job]:
    return [
        Job(task, number, place, question)
        for index, task in enumerate(tasks)
        for number in range(len(task.test_examples[:per_task]))
        for place, question in enumerate(asked(condition, tasks, index, number))
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


def training_of(hypernetwork: Path) -> dict:
    """Configuration of the training; an exported folder does not tell it."""
    return {} if hypernetwork.is_dir() else read_training(hypernetwork)["config"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path, required=True, help="LoRAs of train tasks")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--loras", type=int, required=True, help="as training.reconstruct was told")
    parser.add_argument("--hypernetwork", type=Path, help="checkpoint.pt, or an exported folder")
    parser.add_argument("--examples", type=int, default=8, help="held-out inputs a task")
    parser.add_argument("--max-new-tokens", type=int, default=32)
    parser.add_argument("--conditions", help="of those in this file; all of them")
    parser.add_argument("--json", type=Path, required=True)
    frozen.add_options(parser)
    options = parser.parse_args()
    models = frozen.FrozenModels(vars(options))
    library = Library.open(options.library)
    tasks = choose(tasks_of(library, read_split(options.data).train), options.loras)
    loras = library.stack([task.name for task in tasks])
    of_library = sum(factor.numel() for pair in loras.values() for factor in pair)
    facts = {"loras": len(tasks), "library_numbers": of_library}
    if options.hypernetwork:
        trained = load_trained(options.hypernetwork)
        hypernetwork = trained.hypernetwork
        source = HypernetworkSource(hypernetwork, models.reader(encoding_of(hypernetwork.config)))
        sources, conditions = {name: source for name in OF_HYPERNETWORK}, OF_HYPERNETWORK
        numbers = numbers_of(hypernetwork)
        written = source.adapters([task.train_descriptions[0] for task in tasks])
        facts |= {
            "hypernetwork": name_of(options.hypernetwork),
            "config": hypernetwork.config.to_dict(),
            "training": training_of(options.hypernetwork),
            "stages": trained.stages,
            "numbers": numbers,
            "compression": 1 - numbers / of_library,
            "delta_w_error": delta_w_errors(written, loras),
        }
    else:
        mean, kept = average(loras, library.shape.rank)
        sources = {"averaged": AdapterOf(mean, library.shape.scaling)}
        sources["oracle"] = LibrarySource(library)
        conditions = OF_LIBRARY
        rows = {
            module: tuple(factor[None].expand(len(tasks), -1, -1, -1) for factor in pair)
            for module, pair in mean.items()
        }
        cuts = {name: cut(loras, rank) for name, rank in CUT_RANKS.items()}
        names = [task.name for task in tasks]
        sources |= {
            name: StackedLoras(names, of_rank, library.shape.scaling)
            for name, of_rank in cuts.items()
        }
        facts["cut"] = {
            name: {
                "compression": 1 - CUT_RANKS[name] / library.shape.rank,
                "delta_w_error": delta_w_errors(of_rank, loras),
            }
            for name, of_rank in cuts.items()
        }
        facts |= {AVERAGED: {"kept": kept, "delta_w_error": delta_w_errors(rows, loras)}}
    if options.conditions:
        conditions = options.conditions.split(",")
    evaluator = Evaluator(models.base, models.tokenizer, sources)
    scores = {}
    for condition in conditions:
        jobs = jobs_of(condition, tasks, options.examples)
        source = sources.get(condition)
        scores[condition] = evaluator.score_jobs(jobs, source, options.max_new_tokens)
        of_tasks = condition_scores(condition, scores[condition])[condition]
        print(f"{condition:10s} {sum(of_tasks.values()) / len(of_tasks):6.1%}", flush=True)
    result = facts | {"examples_per_task": options.examples} | summarise(tasks, scores)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    write_whole(options.json, lambda path: path.write_text(text, encoding="utf-8"))


if __name__ == "__main__":
    main()
