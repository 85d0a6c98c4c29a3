"""Measures a hypernetwork against its controls on held-out tasks, greedy, in float32.

    python -m training.evaluate --hypernetwork public/models/smollm2-135m-t2l-l-sft \
        --data ../shared/data --split unseen --json training/results/evaluation.json

Choose by `--split validation`; `--split unseen` is for reporting.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import torch

from .base_model import BaseModel
from .data import Task, read_split
from .descriptions import FrozenReader, encoding_of, gibberish
from .encoder import DescriptionEncoder
from .export import load_checkpoint, load_exported
from .generate import generate_greedy
from .gguf import GgufFile
from .hypernetwork import Hypernetwork
from .lora import pack
from .metrics import bootstrap_mean, score
from .paths import BASE_MODEL_FILE, ENCODER_FOLDER
from .template import END, prompt
from .tokenizer import base_tokenizer

CONDITIONS = ("base", "prompt", "own", "other", "gibberish")
ROWS = 64


def description_for(tasks: list[Task], task: int, example: int, condition: str) -> str | None:
    """The description a condition uses: examples go through the task's descriptions in turn."""
    if condition == "base":
        return None
    if condition == "gibberish":
        return gibberish(1000 + 7 * task + example % 4)
    source = (task + len(tasks) // 2) % len(tasks) if condition == "other" else task
    own = tasks[source].eval_descriptions
    return own[example % len(own)]


class Evaluator:
    """The frozen base, its tokenizer and the encoder, for scoring hypernetworks."""

    def __init__(self, base_file: Path, encoder_folder: Path, dtype: torch.dtype):
        self.base = BaseModel.load(base_file, dtype)
        self.tokenizer = base_tokenizer(GgufFile(base_file).metadata)
        self.stop = {self.tokenizer.token_to_id(END)}
        self.encoder = DescriptionEncoder(encoder_folder)

    def answers(
        self, hypernetwork: Hypernetwork | None, rows: list[tuple[str, str | None, str]], longest: int
    ) -> list[str]:
        """[(condition, description, input)] -> answers; adapters for own, other, gibberish."""
        prompts = [
            self.tokenizer.encode(prompt(text, description if kind == "prompt" else None)).ids
            for kind, description, text in rows
        ]
        lora = None
        if hypernetwork is not None and rows[0][0] in ("own", "other", "gibberish"):
            texts = [description for _, description, _ in rows]
            unique = sorted(set(texts))
            encoding = encoding_of(hypernetwork.config)
            reader = FrozenReader(encoding, self.encoder, self.base, self.tokenizer)
            with torch.no_grad():
                adapter = hypernetwork(reader.read(unique))
            picks = torch.tensor([unique.index(text) for text in texts])
            adapter = {name: (A[picks], B[picks]) for name, (A, B) in adapter.items()}
            scaling = hypernetwork.config.scaling
            lora = pack(adapter, self.base.config, scaling, self.base.embedding.dtype)
        tokens = generate_greedy(self.base, prompts, lora, self.stop, longest)
        return [self.tokenizer.decode(answer) for answer in tokens]

    def score_tasks(
        self, hypernetwork: Hypernetwork, tasks: list[Task], condition: str, per_task: int, longest: int
    ) -> dict[str, float]:
        """Task name -> mean score over its first `per_task` test examples."""
        jobs = []
        for index, task in enumerate(tasks):
            for number, example in enumerate(task.test_examples[:per_task]):
                description = description_for(tasks, index, number, condition)
                jobs.append((index, example, (condition, description, example["input"])))
        # Prompts of like length share a batch, which keeps padding small.
        jobs.sort(key=lambda job: len(job[1]["input"]))
        scores: dict[str, list[float]] = {task.name: [] for task in tasks}
        for start in range(0, len(jobs), ROWS):
            part = jobs[start : start + ROWS]
            answers = self.answers(hypernetwork, [row for _, _, row in part], longest)
            for (index, example, _), answer in zip(part, answers):
                task = tasks[index]
                scores[task.name].append(score(task.metric, answer, example["output"]))
        return {name: sum(values) / len(values) for name, values in scores.items()}


def evaluate(
    evaluator: Evaluator,
    hypernetwork: Hypernetwork,
    tasks: list[Task],
    per_task: int,
    longest: int,
    conditions: tuple[str, ...] = CONDITIONS,
) -> dict:
    by_condition = {}
    for condition in conditions:
        started = time.monotonic()
        by_condition[condition] = evaluator.score_tasks(
            hypernetwork, tasks, condition, per_task, longest
        )
        mean = bootstrap_mean(list(by_condition[condition].values()))
        seconds = time.monotonic() - started
        print(
            f"{condition:10s} {mean['score']:6.1%}  [{mean['low']:.1%}, {mean['high']:.1%}]"
            f"  {seconds:.0f} s",
            flush=True,
        )
    return {
        "conditions": {
            name: bootstrap_mean(list(scores.values())) for name, scores in by_condition.items()
        },
        "tasks": {
            task.name: {name: scores[task.name] for name, scores in by_condition.items()}
            for task in tasks
        },
        "examples_per_task": per_task,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="folder or checkpoint.pt")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=["validation", "unseen", "train"], default="validation")
    parser.add_argument("--tasks", type=int, help="only the first so many tasks")
    parser.add_argument("--examples", type=int, default=16)
    parser.add_argument("--max-new-tokens", type=int, default=48)
    parser.add_argument("--conditions", default=",".join(CONDITIONS))
    parser.add_argument("--bfloat16", action="store_true", help="faster, slightly different")
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    load = load_exported if options.hypernetwork.is_dir() else load_checkpoint
    hypernetwork, _ = load(options.hypernetwork)
    tasks = getattr(read_split(options.data), options.split)[: options.tasks]
    dtype = torch.bfloat16 if options.bfloat16 else torch.float32
    evaluator = Evaluator(options.base_model, options.encoder, dtype)
    conditions = tuple(options.conditions.split(","))
    result = evaluate(
        evaluator, hypernetwork, tasks, options.examples, options.max_new_tokens, conditions
    )
    result["split"] = options.split
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
