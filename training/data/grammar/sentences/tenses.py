"""Steps that change the verb of a clause: tense, modal verb, negation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import STATES
from training.machine.files import read_table

from .clause import MODALS, Clause

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


Change = Callable[[Clause], Clause]


def change(name: str, phrases: tuple[str, ...], apply: Change, family: str = "linguistics") -> Step:
    return Step("clause", "clause", name, phrases, apply, family)


def verb_changed(clause: Clause, **changes) -> Clause:
    if changes.get("aspect") == "progressive" and clause.verb in STATES:
        raise NotApplicable("a state has no progressive")
    if changes.get("aspect", clause.aspect) == "perfect" and clause.time:
        raise NotApplicable("no perfect with a time")
    return clause.but(**changes)


_TENSES = (
    ("past", "simple", _say("tenses", "past_simple")),
    ("present", "simple", _say("tenses", "present_simple")),
    ("future", "simple", _say("tenses", "future_simple")),
    ("going", "simple", _say("tenses", "going_simple")),
    ("present", "progressive", _say("tenses", "present_progressive")),
    ("past", "progressive", _say("tenses", "past_progressive")),
    ("present", "perfect", _say("tenses", "present_perfect")),
    ("past", "perfect", _say("tenses", "past_perfect")),
)


def tense(random: Random, words: list[str]) -> Step:
    tense, aspect, phrases = random.choice(_TENSES)
    return change(
        f"to_{tense}_{aspect}", phrases, lambda c: verb_changed(c, tense=tense, aspect=aspect)
    )


def modal(random: Random, words: list[str]) -> Step:
    modal = random.choice(MODALS)
    phrases = _say("modal", "phrases", modal=modal)
    return change(
        f"modal_{modal}", phrases, lambda c: verb_changed(c, tense=modal, aspect="simple")
    )


def _affirmed(clause: Clause) -> Clause:
    if not clause.is_negative:
        raise NotApplicable("there is no negation")
    return clause.but(is_negative=False)


def negation(random: Random, words: list[str]) -> Step:
    options = [
        ("negate", _say("negation", "negate"), lambda c: c.but(is_negative=True)),
        ("affirm", _say("negation", "affirm"), _affirmed),
        (
            "flip_polarity",
            _say("negation", "flip_polarity"),
            lambda c: c.but(is_negative=not c.is_negative),
        ),
    ]
    return change(*random.choice(options))
