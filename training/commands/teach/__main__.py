"""Teaches LoRAs from a few examples as the page does, and measures them on inputs never taught.

    python -m training.commands.teach --hypernetwork public/models/smollm2-135m-t2l-g-sft \
        --data ../shared/data --split validation --tasks 20 --examples 0,4,16 --measured 0,2,4 \
        --start own --json RUN/own.json

A lesson begins with what the hypernetwork writes for the task's description (own), for another
task's (other), with zero, or with the multi-task LoRA of --baselines. The examples are drawn by the
seed; a task's first 4 are among its first 16. Scores are exact match, with bootstrap intervals over
tasks. The file is written after every few tasks; a call that was interrupted is simply repeated.
Choose by `--split validation`; `--split unseen` is for reporting. training/runs/teach.sh runs the
curve with the page's defaults, training.commands.teach.report makes a table and a figure.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict
from pathlib import Path

from training.adapters.library import MULTITASK, Library
from training.data.tasks import DataError, Task, read_split
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import reader_of
from training.hypernetworks.trained import load_trained, name_of
from training.measure.teaching import ANSWERS, TaughtTask, Teaching, TeachingPlan
from training.measure.teaching_result import TeachingResult
from training.oracles.jobs import choose
from training.oracles.lesson import SCHEDULES, TRAINED, LessonSettings
from training.oracles.lesson_start import KeptStart, LessonStart, WrittenStart, ZeroStart

from ..options import add_data_option

STARTS = ("own", "other", "zero", MULTITASK)


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def options_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="folder or checkpoint.pt")
    parser.add_argument("--baselines", type=Path, help="library with the multi-task LoRA")
    add_data_option(parser)
    parser.add_argument("--split", choices=["validation", "unseen"], default="validation")
    parser.add_argument("--tasks", type=int, help="only so many, chosen by a hash of their names")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first of those")
    parser.add_argument("--start", choices=STARTS, default="own")
    parser.add_argument("--examples", type=numbers, default=[4], help="of a lesson, as in 0,4,16")
    parser.add_argument("--measured", type=numbers, help="steps to score after; else 0, last")
    parser.add_argument("--json", type=Path, required=True)
    plan, settings = TeachingPlan(), LessonSettings()
    for name, value in asdict(plan).items():
        choices = ANSWERS if name == "answers" else None
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, choices=choices)
    kinds = {"schedule": SCHEDULES, "trained": TRAINED}
    for name, value in asdict(settings).items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, choices=kinds.get(name))
    add_model_options(parser)
    options = parser.parse_args()
    if options.start == MULTITASK and not options.baselines:
        parser.error("--start multitask needs --baselines")
    return options


def start_of(options: argparse.Namespace, models: FrozenModels) -> LessonStart:
    if options.start == MULTITASK:
        return KeptStart(Library.open(options.baselines), MULTITASK)
    hypernetwork = load_trained(options.hypernetwork).hypernetwork
    if options.start == "zero":
        return ZeroStart(hypernetwork.config, options.seed)
    return WrittenStart(hypernetwork, reader_of(hypernetwork.config, models))


def described(tasks: list[Task], start: str) -> list[tuple[Task, str]]:
    """Tasks with the first description that a person would type: of its own or of another one."""
    shift = len(tasks) // 2 if start == "other" else 0
    others = tasks[shift:] + tasks[:shift]
    return [(task, other.eval_descriptions[0]) for task, other in zip(tasks, others)]


def main() -> None:
    options = options_of()
    plan = TeachingPlan(**{name: getattr(options, name) for name in asdict(TeachingPlan())})
    settings = LessonSettings(**{name: getattr(options, name) for name in asdict(LessonSettings())})
    measured = sorted(set(options.measured or [0, settings.steps]))
    models = FrozenModels(vars(options))
    # Of all tasks of the split, so that another's description is the same however many are asked.
    of_split = getattr(read_split(options.data), options.split)
    exact = choose([task for task in of_split if task.metric == "exact"], None)
    pairs = described(exact, options.start)[options.skip : options.tasks]
    tasks = []
    for task, description in pairs:
        try:
            most = max(1, *options.examples)
            tasks.append(TaughtTask.prepare(models.tokenizer, task, description, plan, most))
        except DataError as error:
            print(f"left out: {error}", flush=True)
    facts = {
        "hypernetwork": name_of(options.hypernetwork),
        "data": [folder.name for folder in options.data],
        **models.facts(),
        "split": options.split,
        "start": options.start,
        "settings": asdict(settings),
        "plan": asdict(plan),
        "measured": measured,
    }
    result = TeachingResult(options.json, facts)
    teaching = Teaching(models.base, models.tokenizer, plan)
    start = start_of(options, models)
    for examples in options.examples:
        left = [task for task in tasks if task.task.name not in result.known(examples)]
        began = time.monotonic()
        for scores in teaching.teach(left, start, settings, examples, measured):
            result.add(examples, scores, time.monotonic() - began)
            began = time.monotonic()
        for step, row in result.to_dict()["rows"].get(examples, {}).items():
            score = f"{row['score']:6.1%} ({row['low']:.1%} to {row['high']:.1%})"
            print(f"{examples:3d} examples, steps {step:>7s}: {score}", flush=True)


if __name__ == "__main__":
    main()
