"""The tasks of the grammar as a data folder that training reads beside or without other data.

Everything written is CC0. A task that does what a held-out task of another data folder does is left
out, so that unseen stays unseen: see apart.py.
"""

from __future__ import annotations

import collections
import json
from dataclasses import replace
from pathlib import Path
from random import Random

from tokenizers import Tokenizer

from training.data.grammar.plans.describe import describe
from training.data.grammar.plans.describe_sentence import describe_sentence
from training.data.grammar.plans.plan import NotApplicable, Plan
from training.data.grammar.words.vocabulary import common_words
from training.data.tasks import Task

from .apart import SENTENCE_KINDS, KeptApart
from .draw import plans
from .draw_sentence import sentence_plans

EXAMPLES, TRAIN_DESCRIPTIONS, EVAL_DESCRIPTIONS = 60, 20, 4
UNSEEN_EVERY = 20
LONGEST_TEXT = 220  # characters of input or output
LEAST_LABEL_SHARE, LARGEST_OUTPUT_SHARE, LARGEST_UNCHANGED_SHARE = 0.2, 0.6, 0.5
SENTENCE_SHARE = 0.45  # share of the tasks that are about sentences
LEAST_DIFFERENCE = 0.25  # share of the answers that every step must change


def _drawn_example(plan: Plan, random: Random) -> dict[str, str] | None:
    """One example, or None where the plan is undefined or a text too long."""
    try:
        example = plan.example(random)
    except NotApplicable:
        return None
    return example if max(map(len, example.values())) <= LONGEST_TEXT else None


def _balanced(plan: Plan, random: Random) -> dict[str, str]:
    """Examples, as many of every label as of the rarest, or none."""
    groups: dict[str, dict[str, None]] = collections.defaultdict(dict)
    for _ in range(5 * EXAMPLES):
        if example := _drawn_example(plan, random):
            groups[example["output"]][example["input"]] = None
    count = min([EXAMPLES // max(1, len(groups)), *map(len, groups.values())])
    pairs = [
        (text, label) for label, texts in sorted(groups.items()) for text in list(texts)[:count]
    ]
    random.shuffle(pairs)
    return dict(pairs)


def _every_step_matters(plan: Plan, examples: dict[str, str]) -> bool:
    """Whether no step can be left out without changing many answers."""
    for left_out in range(len(plan.steps)):
        shorter = replace(plan, steps=plan.steps[:left_out] + plan.steps[left_out + 1 :])
        changed = 0
        for text, answer in examples.items():
            try:
                changed += shorter.apply(text) != answer
            except NotApplicable:
                changed += 1
        if changed < LEAST_DIFFERENCE * len(examples):
            return False
    return True


def examples_of(plan: Plan, random: Random) -> list[dict[str, str]] | None:
    """Different examples, or None when the plan is degenerate: too rare, constant, or a copy."""
    is_sentence = plan.domain.kind in SENTENCE_KINDS
    is_judgement = plan.steps and plan.steps[-1].result == "label"
    found = _balanced(plan, random) if is_sentence and is_judgement else _drawn(plan, random)
    # Lexicons and days have few inputs.
    if len(found) < 12:
        return None
    counts = collections.Counter(found.values())
    if is_judgement and (
        len(counts) < 2 or min(counts.values()) < LEAST_LABEL_SHARE / len(counts) * len(found)
    ):
        return None
    if not is_judgement and max(counts.values()) > LARGEST_OUTPUT_SHARE * len(found):
        return None
    unchanged = sum(text == answer for text, answer in found.items())
    if unchanged > LARGEST_UNCHANGED_SHARE * len(found):
        return None
    if is_sentence and len(plan.steps) > 1 and not _every_step_matters(plan, found):
        return None
    return [{"input": text, "output": answer} for text, answer in found.items()]


def _drawn(plan: Plan, random: Random) -> dict[str, str]:
    found: dict[str, str] = {}
    for attempt in range(6 * EXAMPLES):
        if attempt == EXAMPLES and len(found) < EXAMPLES // 4:
            return {}
        if example := _drawn_example(plan, random):
            found[example["input"]] = example["output"]
        if len(found) == EXAMPLES:
            break
    return found


def write_tasks(
    folder: Path, count: int, seed: int, tokenizer: Tokenizer, apart_from: list[Task]
) -> tuple[dict[str, list[str]], list[str]]:
    """Writes tasks; returns their split, which is also written, and the plans left out as known."""
    tasks = folder / "tasks"
    tasks.mkdir(parents=True, exist_ok=True)
    split: dict[str, list[str]] = {"train": [], "unseen": []}
    left_out: list[str] = []
    written, seen = 0, set()
    words = common_words(tokenizer)
    sources = {False: plans(seed, words), True: sentence_plans(seed, words)}
    kept_apart, sentences = KeptApart(apart_from), 0
    while written < count:
        is_sentence = sentences < SENTENCE_SHARE * (written + 1)
        plan = next(sources[is_sentence])
        random = Random(f"{seed} {plan.name}")
        examples = examples_of(plan, random)
        if examples is None:
            continue
        content = frozenset((example["input"], example["output"]) for example in examples)
        if content in seen:
            continue
        seen.add(content)
        known = kept_apart.same_as(plan, examples)
        if known:
            left_out.append(f"{known}: {plan.name}")
            continue
        name = f"grammar_{written:05d}"
        texts: dict[str, None] = {}
        for _ in range(8 * TRAIN_DESCRIPTIONS):
            texts[
                (describe_sentence if is_sentence else describe)(
                    random, plan, random.choice(examples)
                )
            ] = None
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
        sentences += is_sentence
    (folder / "split.json").write_text(json.dumps(split), encoding="utf-8")
    return split, left_out
