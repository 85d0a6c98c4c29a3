"""Draws plans about sentences: rewritten, questioned, taken apart, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

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

from .draw import PLAIN

_FORMS: dict[str, tuple[Callable[[Clause], str], Callable[[str], Clause], tuple[str, ...]]] = {
    "statement": (statement, read_statement, ("as a statement in the active voice", "in the form of an active statement", "as an ordinary active statement")),
    "passive": (passive, read_passive, ("in the passive voice with by", "as a passive sentence with by", "in the passive, naming the doer with by")),
    "question": (question, read_question, ("as a yes/no question", "in the form of a yes-or-no question", "as a question to be answered with yes or no")),
}  # fmt: skip
# Form, options of draw_clause, what the input is called.
_SOURCES: dict[str, tuple[str, dict, tuple[str, ...], int]] = {
    "any": ("statement", {"frequency_share": 0.05}, ("a sentence", "an English sentence", "a statement", "a simple sentence", "a short sentence"), 12),
    "full": ("statement", {"shares": (0.8, 0.8, 0.3, 0.6)}, ("a sentence", "a long sentence", "a statement with place or time", "a sentence about somebody doing something"), 5),
    "present": ("statement", {"tenses": ("present",), "aspects": ("simple",)}, ("a sentence in the present tense", "a present-tense sentence", "a sentence about what someone does"), 3),
    "past": ("statement", {"tenses": ("past",), "aspects": ("simple",)}, ("a sentence in the past tense", "a sentence about the past", "a past-tense sentence", "a sentence about what someone did"), 4),
    "future": ("statement", {"tenses": ("future",), "aspects": ("simple",)}, ("a sentence about the future", "a sentence with will", "a prediction"), 2),
    "progressive": ("statement", {"tenses": ("past", "present"), "aspects": ("progressive",)}, ("a sentence in the progressive form", "a sentence with an -ing form", "a sentence about something going on"), 2),
    "modal": ("statement", {"tenses": ("must", "can", "should", "might", "could")}, ("a sentence with a modal verb", "a sentence with must, can, should, could or might"), 2),
    "negative": ("statement", {"negative_share": 1.0}, ("a negative sentence", "a sentence with not", "a negated statement"), 3),
    "polar": ("statement", {"negative_share": 0.5}, ("a sentence, positive or negative", "a statement that may contain not"), 1),
    "timed": ("statement", {"tense_times": True, "aspects": ("simple",), "shares": (0.5, 0.75, 0.2, 0.4)}, ("a sentence", "a sentence about somebody", "a line from a diary", "a sentence from a story"), 3),
    "short": ("statement", {"shares": (0.0, 0.0, 0.0, 0.3)}, ("a short sentence", "a sentence with subject, verb and object", "a simple statement"), 3),
    "passive": ("passive", {"shares": (0.4, 0.4, 0.1, 0.5), "negative_share": 0.1}, ("a sentence in the passive voice", "a passive sentence", "a sentence that says by whom something is done"), 4),
    "question": ("question", {"negative_share": 0.0}, ("a yes/no question", "a question", "a question that asks whether something is so"), 4),
}  # fmt: skip
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
_TARGETS = {form: Format("clause", form, (), manners, write, read) for form, (write, read, manners) in _FORMS.items()}


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
        steps = [_drawn(random, words, _CHANGES[form]) for _ in range(random.choices((0, 1, 2), (0.3, 6, 3.5))[0])]
        target = domain.formats[0] if steps and random.random() < 0.75 else _TARGETS[random.choice(list(_TARGETS))]
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
    domain, step = remark_step(random, words, random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])
    return Plan(domain, domain.formats[0], (step,), PLAIN)


def _draw_pair_plan(random: Random, words: list[str]) -> Plan:
    domain = pair_domain(random)
    return Plan(domain, domain.formats[0], (_drawn(random, words, PAIR_STEPS),), PLAIN)


def _draw_property_plan(random: Random, words: list[str]) -> Plan:
    return _finished(random, words, PROPERTIES, [_drawn(random, words, PROPERTY_STEPS)])


def _draw_facts_plan(random: Random, words: list[str]) -> Plan:
    domain, step = (facts_step if random.random() < 0.85 else spoken_step)(random, words)
    return Plan(domain, domain.formats[0], (step,), PLAIN)


_DRAWERS = ((_draw_clause_plan, 52), (_draw_remark_plan, 20), (_draw_pair_plan, 10), (_draw_property_plan, 8), (_draw_facts_plan, 8))


def sentence_plans(seed: int, words: list[str]) -> Iterator[Plan]:
    """Endless different plans about sentences, the same for the same seed and words."""
    random = Random(f"sentences {seed}")
    seen: set[str] = set()
    while True:
        (draw,) = random.choices([d for d, _ in _DRAWERS], [weight for _, weight in _DRAWERS])
        plan = draw(random, words)
        if plan and plan.name not in seen and not (not plan.steps and plan.target.name == plan.source.name.split("-")[0]):
            seen.add(plan.name)
            yield plan
