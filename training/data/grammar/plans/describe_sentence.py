"""Descriptions of sentence tasks, whose frames are longer than those of words and lists."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from training.machine.files import read_table

from .describe import typed
from .plan import Plan

_DATA = read_table(Path(__file__).with_suffix(".json"))
_FRAMES = _DATA["frames"]
_BARE = _DATA["bare"]
_THEN = _DATA["then"]
_MANNER = _DATA["manner"]
_REWRITE = _DATA["rewrite"]
_EXAMPLE = _DATA["example"]
_EXAMPLE_SHARE, _LONGEST_EXAMPLE, _BARE_SHARE = 0.14, 150, 0.25


def describe_sentence(random: Random, plan: Plan, example: dict[str, str]) -> str:
    noun = random.choice(plan.source.nouns)
    work = _work(random, plan)
    named = re.sub(
        r"^((?:\w+ )?\w+) it\b", rf"\1 the {random.choice(plan.domain.nouns)}", work, count=1
    )
    if work.startswith("is it"):
        named = work
    has_pronoun = re.search(r"\bit\b", work)
    if random.random() < _BARE_SHARE and (named != work or not has_pronoun):
        form, work = random.choice(_BARE), named
    else:
        form = random.choice(_FRAMES)
    if re.search(r"[?]", work):
        # A question does not go on after its mark.
        form = random.choice(
            (
                "Given {noun}: {work}",
                "{Noun}. {Work}",
                "I will give you {noun}. {Work}",
                "Read {noun}. {Work}",
                "The input is {noun}. {Work}",
                "I'll type {noun}. {Work}",
            )
        )
    text = form.format(
        noun=noun, work=work, Noun=noun[0].upper() + noun[1:], Work=work[0].upper() + work[1:]
    )
    if (
        random.random() < _EXAMPLE_SHARE
        and len(example["input"]) + len(example["output"]) < _LONGEST_EXAMPLE
    ):
        text = (
            text + ("" if text[-1] in ".?!)" else ".") + random.choice(_EXAMPLE).format(**example)
        )
        return text
    return typed(random, text)


def _work(random: Random, plan: Plan) -> str:
    manner = (
        random.choice(plan.target.manners)
        if plan.target.manners and plan.target is not plan.source
        else ""
    )
    if not plan.steps:
        return random.choice(_REWRITE).format(manner=manner)
    work = random.choice(plan.steps[0].phrases)
    for step in plan.steps[1:]:
        work += random.choice(_THEN) + random.choice(step.phrases)
    return work + random.choice(_MANNER).format(manner=manner) if manner else work
