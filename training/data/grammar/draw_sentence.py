"""Draws plans about sentences: rewritten, questioned, taken apart, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Domain, Format, Plan, Step
from training.data.grammar.remarks.patterns import WEIGHTS
from training.data.grammar.remarks.remarks import remark_step
from training.data.grammar.sentences.clause import Clause, passive, question, statement
from training.data.grammar.sentences.clause_code import CLAUSE_CODE
from training.data.grammar.sentences.clause_labels import CLAUSE_LABELS
from training.data.grammar.sentences.clause_pairs import PAIR_STEPS, pair_domain
from training.data.grammar.sentences.clause_parts import CLAUSE_PARTS, mark_part, mask
from training.data.grammar.sentences.draw_clause import draw_clause
from training.data.grammar.sentences.facts import facts_step, spoken_step
from training.data.grammar.sentences.properties import PROPERTIES, PROPERTY_STEPS
from training.data.grammar.sentences.read_clause import read_passive, read_question, read_statement
from training.data.grammar.sentences.renderings import CLAUSE_RENDERINGS
from training.data.grammar.sentences.rewritings import (
    CLAUSE_CHANGES,
    adverbial,
    subject,
    thing,
    verb,
)
from training.data.grammar.sentences.tenses import modal, negation, tense
from training.data.grammar.values.text_steps import affix, case
from training.machine.files import read_table

from .draw import PLAIN

_say = Phrases(read_table(Path(__file__).with_suffix(".json")))

_FORMS: dict[str, tuple[Callable[[Clause], str], Callable[[str], Clause], tuple[str, ...]]] = {
    "statement": (statement, read_statement, _say("forms", "statement")),
    "passive": (passive, read_passive, _say("forms", "passive")),
    "question": (question, read_question, _say("forms", "question")),
}
# Rows are: form, options of draw_clause, names of the input.
_SOURCES: dict[str, tuple[str, dict, tuple[str, ...], int]] = {
    "any": ("statement", {"frequency_share": 0.05}, _say("sources", "any"), 12),
    "full": ("statement", {"shares": (0.8, 0.8, 0.3, 0.6)}, _say("sources", "full"), 5),
    "present": (
        "statement",
        {"tenses": ("present",), "aspects": ("simple",)},
        _say("sources", "present"),
        3,
    ),
    "past": (
        "statement",
        {"tenses": ("past",), "aspects": ("simple",)},
        _say("sources", "past"),
        4,
    ),
    "future": (
        "statement",
        {"tenses": ("future",), "aspects": ("simple",)},
        _say("sources", "future"),
        2,
    ),
    "progressive": (
        "statement",
        {"tenses": ("past", "present"), "aspects": ("progressive",)},
        _say("sources", "progressive"),
        2,
    ),
    "modal": (
        "statement",
        {"tenses": ("must", "can", "should", "might", "could")},
        _say("sources", "modal"),
        2,
    ),
    "negative": ("statement", {"negative_share": 1.0}, _say("sources", "negative"), 3),
    "polar": ("statement", {"negative_share": 0.5}, _say("sources", "polar"), 1),
    "timed": (
        "statement",
        {"tense_times": True, "aspects": ("simple",), "shares": (0.5, 0.75, 0.2, 0.4)},
        _say("sources", "timed"),
        3,
    ),
    "short": ("statement", {"shares": (0.0, 0.0, 0.0, 0.3)}, _say("sources", "short"), 3),
    "passive": (
        "passive",
        {"shares": (0.4, 0.4, 0.1, 0.5), "negative_share": 0.1},
        _say("sources", "passive"),
        4,
    ),
    "question": ("question", {"negative_share": 0.0}, _say("sources", "question"), 4),
}
# "Subject" would be ambiguous in the passive, "not" stiff in a question.
_CHANGES = {
    "statement": CLAUSE_CHANGES,
    "passive": ((tense, 5), (modal, 5), (negation, 2), (adverbial, 4)),
    "question": ((tense, 4), (modal, 3), (subject, 4), (thing, 2), (verb, 2), (adverbial, 3)),
}
_FIXED_TENSE = {"timed"}


def _domain(name: str) -> Domain:
    form, options, nouns, _ = _SOURCES[name]
    write, read, manners = _FORMS[form]
    source = Format("clause", f"{form}-{name}", nouns, manners, write, read)
    called = ("question",) if form == "question" else ("sentence", "sentence", "statement")
    return Domain("clause", name, called, lambda random: draw_clause(random, **options), (source,))


_DOMAINS = {name: _domain(name) for name in _SOURCES}
_TARGETS = {
    form: Format("clause", form, (), manners, write, read)
    for form, (write, read, manners) in _FORMS.items()
}


def _drawn(random: Random, words: list[str], factories) -> Step:
    (factory,) = random.choices([f for f, _ in factories], [weight for _, weight in factories])
    return factory(random, words)


def _finished(random: Random, words: list[str], domain: Domain, steps: list[Step]) -> Plan:
    if steps[-1].result == "text" and random.random() < 0.1:
        steps.append(random.choice((case, affix))(random, words))
    return Plan(domain, domain.formats[0], tuple(steps), PLAIN)


def _draw_clause_plan(random: Random, words: list[str]) -> Plan | None:
    (name,) = random.choices(list(_SOURCES), [source[3] for source in _SOURCES.values()])
    domain, form = _DOMAINS[name], _SOURCES[name][0]
    what = random.random()
    if what < 0.42 and name not in _FIXED_TENSE:
        steps = [
            _drawn(random, words, _CHANGES[form])
            for _ in range(random.choices((0, 1, 2), (0.3, 6, 3.5))[0])
        ]
        target = (
            domain.formats[0]
            if steps and random.random() < 0.75
            else _TARGETS[random.choice(list(_TARGETS))]
        )
        return Plan(domain, domain.formats[0], tuple(steps), target)
    if what < 0.66 and form == "statement":
        steps = [_drawn(random, words, CLAUSE_RENDERINGS)]
        if random.random() < 0.35 and name not in _FIXED_TENSE:
            steps.insert(0, _drawn(random, words, _CHANGES[form]))
        return _finished(random, words, domain, steps)
    # "Subject" would be ambiguous in the passive.
    if form == "passive":
        return None
    if what < 0.85:
        parts = (*CLAUSE_PARTS, *CLAUSE_CODE)
        if form != "statement":
            parts = tuple(pair for pair in parts if pair[0] not in (mask, mark_part))
        return _finished(random, words, domain, [_drawn(random, words, parts)])
    return Plan(domain, domain.formats[0], (_drawn(random, words, CLAUSE_LABELS),), PLAIN)


def _draw_remark_plan(random: Random, words: list[str]) -> Plan:
    domain, step = remark_step(
        random, words, random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    )
    return Plan(domain, domain.formats[0], (step,), PLAIN)


def _draw_pair_plan(random: Random, words: list[str]) -> Plan:
    domain = pair_domain(random)
    return Plan(domain, domain.formats[0], (_drawn(random, words, PAIR_STEPS),), PLAIN)


def _draw_property_plan(random: Random, words: list[str]) -> Plan:
    return _finished(random, words, PROPERTIES, [_drawn(random, words, PROPERTY_STEPS)])


def _draw_facts_plan(random: Random, words: list[str]) -> Plan:
    domain, step = (facts_step if random.random() < 0.85 else spoken_step)(random, words)
    return Plan(domain, domain.formats[0], (step,), PLAIN)


_DRAWERS = (
    (_draw_clause_plan, 52),
    (_draw_remark_plan, 20),
    (_draw_pair_plan, 10),
    (_draw_property_plan, 8),
    (_draw_facts_plan, 8),
)


def sentence_plans(seed: int, words: list[str]) -> Iterator[Plan]:
    """Endless different plans about sentences, the same for the same seed and words."""
    random = Random(f"sentences {seed}")
    seen: set[str] = set()
    while True:
        (draw,) = random.choices([d for d, _ in _DRAWERS], [weight for _, weight in _DRAWERS])
        plan = draw(random, words)
        if (
            plan
            and plan.name not in seen
            and not (not plan.steps and plan.target.name == plan.source.name.split("-")[0])
        ):
            seen.add(plan.name)
            yield plan
