"""Writes the tasks of the grammar as a data folder that training reads beside or without --data.

    python -m training.grammar.write FOLDER --tasks 6000 [--keep-apart-from ../shared/data]

Everything written is CC0. A task that computes the same function as an unseen or validation task
of another data folder is left out (`--keep-apart-from`), so that unseen stays unseen.
"""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path
from random import Random

from tokenizers import Tokenizer

from ..data import Task, read_split
from ..gguf import GgufFile
from ..metrics import normalise_answer
from ..paths import BASE_MODEL_FILE
from ..tokenizer import base_tokenizer
from .describe import describe
from .draw import plans
from .plan import NotApplicable, Plan
from .vocabulary import common_words

EXAMPLES, TRAIN_DESCRIPTIONS, EVAL_DESCRIPTIONS = 60, 20, 4
UNSEEN_EVERY = 20
LONGEST_TEXT = 220  # characters of input or output
LEAST_LABEL_SHARE, LARGEST_OUTPUT_SHARE, LARGEST_UNCHANGED_SHARE = 0.2, 0.6, 0.5
SAME_FUNCTION_SHARE = 0.6
COMPARED_EXAMPLES = 12


def examples_of(plan: Plan, random: Random) -> list[dict[str, str]] | None:
    """Different examples, or None when the plan is degenerate: too rare, constant, or a copy."""
    found: dict[str, str] = {}
    for attempt in range(6 * EXAMPLES):
        if attempt == EXAMPLES and len(found) < EXAMPLES // 4:
            return None
        try:
            example = plan.example(random)
        except NotApplicable:
            continue
        if len(example["input"]) <= LONGEST_TEXT and len(example["output"]) <= LONGEST_TEXT:
            found[example["input"]] = example["output"]
        if len(found) == EXAMPLES:
            break
    # Lexicons and days have few inputs.
    if len(found) < 12:
        return None
    counts = collections.Counter(found.values())
    is_judgement = plan.steps and plan.steps[-1].result == "label"
    if is_judgement and (len(counts) < 2 or min(counts.values()) < LEAST_LABEL_SHARE / len(counts) * len(found)):
        return None
    if not is_judgement and max(counts.values()) > LARGEST_OUTPUT_SHARE * len(found):
        return None
    unchanged = sum(text == answer for text, answer in found.items())
    if unchanged > LARGEST_UNCHANGED_SHARE * len(found):
        return None
    return [{"input": text, "output": answer} for text, answer in found.items()]


def computes(plan: Plan, task: Task) -> bool:
    """Whether the plan answers most of the other task's inputs as that task does."""
    compared = (task.train_examples + task.test_examples)[:COMPARED_EXAMPLES]
    same = 0
    for example in compared:
        try:
            same += normalise_answer(plan.apply(example["input"])) == normalise_answer(example["output"])
        except NotApplicable:
            pass
    return same >= SAME_FUNCTION_SHARE * len(compared)


def write_tasks(
    folder: Path, count: int, seed: int, tokenizer: Tokenizer, apart_from: list[Task]
) -> tuple[dict[str, list[str]], list[str]]:
    """Returns the split, which is also written, and the plans left out as known functions."""
    tasks = folder / "tasks"
    tasks.mkdir(parents=True, exist_ok=True)
    split: dict[str, list[str]] = {"train": [], "unseen": []}
    left_out: list[str] = []
    written = 0
    for plan in plans(seed, common_words(tokenizer)):
        random = Random(f"{seed} {plan.name}")
        examples = examples_of(plan, random)
        if examples is None:
            continue
        known = next((task.name for task in apart_from if computes(plan, task)), None)
        if known:
            left_out.append(f"{known}: {plan.name}")
            continue
        name = f"grammar_{written:05d}"
        texts: dict[str, None] = {}
        for _ in range(8 * TRAIN_DESCRIPTIONS):
            texts[describe(random, plan, random.choice(examples))] = None
            if len(texts) == TRAIN_DESCRIPTIONS + EVAL_DESCRIPTIONS:
                break
        descriptions = list(texts)
        held = min(EVAL_DESCRIPTIONS, len(descriptions) // 3)
        if held == 0:
            continue
        task = {
            "name": name,
            "family": plan.family,
            "metric": "exact",
            "source": "synthetic",
            "license": "CC0-1.0",
            "plan": plan.name,
            "descriptions": {"train": descriptions[held:], "eval": descriptions[:held]},
            "examples": examples,
        }
        (tasks / f"{name}.json").write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")
        split["unseen" if written % UNSEEN_EVERY == UNSEEN_EVERY - 1 else "train"].append(name)
        written += 1
        if written == count:
            break
    (folder / "split.json").write_text(json.dumps(split), encoding="utf-8")
    return split, left_out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tasks", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep-apart-from", type=Path, help="data folder whose held-out tasks stay so")
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    options = parser.parse_args()
    apart: list[Task] = []
    if options.keep_apart_from:
        other = read_split(options.keep_apart_from)
        apart = other.unseen + other.validation
    tokenizer = base_tokenizer(GgufFile(options.base_model).metadata)
    split, left_out = write_tasks(options.folder, options.tasks, options.seed, tokenizer, apart)
    for line in left_out:
        print(f"left out, known as {line}")
    print(", ".join(f"{len(names)} {kind} tasks" for kind, names in split.items()))


if __name__ == "__main__":
    main()
