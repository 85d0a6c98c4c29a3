"""Descriptions of a plan, as different people would type them."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from training.machine.files import read_table

from .plan import Plan

_DATA = read_table(Path(__file__).with_suffix(".json"))
_WITH_INPUT = _DATA["with_input"]
_WITHOUT_INPUT = _DATA["without_input"]
_THEN = _DATA["then"]
_MANNER = _DATA["manner"]
_REWRITE = _DATA["rewrite"]
_EXAMPLE = _DATA["example"]
_EXAMPLE_SHARE, _LONGEST_EXAMPLE = 0.12, 50


def describe(random: Random, plan: Plan, example: dict[str, str]) -> str:
    noun = _noun(random, plan)
    work = _work(random, plan)
    if random.random() < 0.6:
        form = random.choice(_WITH_INPUT)
    else:
        form = random.choice(_WITHOUT_INPUT)
        work = _name_the_input(random, plan, noun, work)
    text = form.format(noun=noun, work=work, Work=work[0].upper() + work[1:])
    text = re.sub(r"\?\.|\?;", "?", text)
    if form.startswith("{noun}"):
        text = text[0].upper() + text[1:]
    shown = f"{example['input']} {example['output']}"
    if random.random() < _EXAMPLE_SHARE and "\n" not in shown and len(shown) < _LONGEST_EXAMPLE:
        text = text.rstrip() + ("" if text[-1] in ".?!)" else ".")
        text += random.choice(_EXAMPLE).format(**example)
    return typed(random, text)


def _noun(random: Random, plan: Plan) -> str:
    noun = random.choice(plan.source.nouns)
    if plan.domain.kind in ("items", "numbers") and plan.domain.name != "identifier":
        of = random.choice(plan.domain.nouns)
        noun = (
            re.sub(r"\b(items|words)\b", of, noun)
            if re.search(r"\bitems\b", noun)
            else f"{noun} of {of}"
        )
    return noun


def _work(random: Random, plan: Plan) -> str:
    manner = random.choice(plan.target.manners) if plan.target.manners else ""
    if not plan.steps:
        return random.choice(_REWRITE).format(manner=manner)
    work = random.choice(plan.steps[0].phrases)
    for step in plan.steps[1:]:
        then = random.choice(_THEN)
        phrase = random.choice(step.phrases)
        if then.startswith("."):
            work, phrase = work.rstrip("?."), phrase
        work += then + phrase
    # The format of the answer goes without saying when it is the input's, or digits.
    silent = plan.target is plan.source or plan.target.name == "digits"
    if manner and (not silent or random.random() < 0.2):
        work += random.choice(_MANNER).format(manner=manner)
    return work


def _name_the_input(random: Random, plan: Plan, noun: str, work: str) -> str:
    """Work with its first pronoun replaced: no sentence before it says what is meant."""
    if plan.domain.kind in ("items", "numbers"):
        the = f"the {random.choice(plan.domain.nouns)}"
        if plan.source.name not in ("comma", "space") and random.random() < 0.5:
            the = noun
        work = re.sub(r"\b(the items|them)\b", the, work, count=1)
    else:
        the = f"the {random.choice(plan.domain.nouns)}"
        if random.random() < 0.4:
            the = noun
    work = re.sub(r"\bits\b", lambda _: f"{the}'s", work, count=1) if " its " in work[:30] else work
    return re.sub(r"\bit\b", lambda _: the, work, count=1)


def typed(random: Random, text: str) -> str:
    """Text as different people type it: capitals and full stops come and go."""
    if random.random() < 0.25:
        text = text[0].lower() + text[1:]
    if random.random() < 0.3:
        text = text.rstrip(".")
    return text
