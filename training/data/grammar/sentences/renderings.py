"""Steps from a clause to a text of another form: passive, reports, requests, frames."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import MEN, WOMEN
from training.machine.files import read_table

from .clause import (
    Clause,
    bare_passive,
    bare_question,
    bare_statement,
    passive,
    predicate,
    start_upper,
    statement,
)
from .noun_phrase import NounPhrase
from .questions import CONTRACTIONS, checked, questions, rendering, reply

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def _contracted(clause: Clause) -> str:
    text = statement(clause).replace("can not", "cannot")
    for full, short in CONTRACTIONS.items():
        if f" {full} " in text:
            return text.replace(full, short, 1)
    raise NotApplicable("nothing to contract")


def voice(random: Random, words: list[str]) -> Step:
    options = [
        ("passive", _say("voice", "passive"), passive),
        (
            "passive_without_agent",
            _say("voice", "passive_without_agent"),
            lambda c: passive(c, agent=False),
        ),
        (
            "passive_question",
            _say("voice", "passive_question"),
            lambda c: start_upper(bare_question(checked(c), as_passive=True)) + "?",
        ),
        ("contract", _say("voice", "contract"), _contracted),
    ]
    return rendering(*random.choices(options, (2, 2, 1, 1))[0])


_HEDGES = _DATA["hedges"]
_OPENERS = _DATA["openers"]
_CLOSERS = _DATA["closers"]


def frame(random: Random, words: list[str]) -> Step:
    hedge, opener, closer = map(random.choice, (_HEDGES, _OPENERS, _CLOSERS))
    name = random.choice((*WOMEN, *MEN))
    said = random.choice(
        (
            "says",
            "believes",
            "thinks",
            "knows",
            "claims",
            "hopes",
            "writes",
            "forgets",
            "explains",
            "insists",
        )
    )
    quoting = random.choice(
        ("said", "shouted", "whispered", "asked", "replied", "cried", "answered", "wrote")
    )
    options = [
        (
            f"hedge_{hedge}",
            _say("frame", "hedge", hedge=hedge),
            lambda c: f"{hedge} {bare_statement(c)}.",
        ),
        (
            f"opener_{opener}",
            _say("frame", "opener", opener=opener),
            lambda c: f"{opener} {bare_statement(c)}.",
        ),
        (
            f"closer_{closer}",
            _say("frame", "closer", closer=closer),
            lambda c: f"{statement(c)[:-1]}, {closer}.",
        ),
        (
            f"report_{name}_{said}",
            _say("frame", "report", name=name, said=said),
            lambda c: f"{name} {said} that {bare_statement(c)}.",
        ),
        (
            f"quote_{name}_{quoting}",
            _say("frame", "quote", name=name, quoting=quoting),
            lambda c: f'{name} {quoting}: "{statement(c)}"',
        ),
        (
            f"whether_{name}",
            _say("frame", "whether", name=name),
            lambda c: f"{name} asks whether {bare_statement(c)}.",
        ),
        ("exclaim", _say("frame", "exclaim"), lambda c: statement(c)[:-1] + "!"),
        ("doubtful", _say("frame", "doubtful"), lambda c: statement(c)[:-1] + "?"),
        (
            "indirect_do_you_know",
            _say("frame", "indirect_do_you_know"),
            lambda c: f"Do you know whether {bare_statement(c)}?",
        ),
        (
            "not_true",
            _say("frame", "not_true"),
            lambda c: f"It is not true that {bare_statement(c)}.",
        ),
    ]
    return rendering(*random.choices(options, (6, 6, 5, 4, 4, 1, 0.4, 0.4, 0.4, 0.4))[0], "style")


_REQUESTS = _DATA["requests"]


def request(random: Random, words: list[str]) -> Step:
    """Step that keeps the predicate alone, in a frame: an order, a wish, a warning."""
    form = random.choice(_REQUESTS)
    shown = re.sub(r"\{[Dd]o\}|\{[Dd]oing\}", "...", form)
    verb_form = "the -ing form of the verb" if "oing" in form else "the base form of the verb"
    if "{Do" in form:
        verb_form = f"{verb_form}, capitalised"
    phrases = _say("request", "phrases", shown=shown, verb_form=verb_form)

    def apply(clause: Clause) -> str:
        do, doing = _bare_predicate(clause), _bare_predicate(clause, "ing")
        return form.format(do=do, doing=doing, Do=start_upper(do), Doing=start_upper(doing))

    return rendering(f"request_{form}", phrases, apply, "style")


def _cleft(clause: Clause, part: str) -> str:
    clause = checked(clause)
    if clause.is_negative:
        raise NotApplicable("negative")
    be = "was" if clause.tense == "past" else "is"
    if part == "subject":
        if clause.subject.kind == "pronoun":
            raise NotApplicable("it was me")
        rest = bare_statement(clause)[len(clause.subject.text()) + 1 :]
        return f"It {be} {clause.subject.text()} who {rest}."
    if part == "object":
        if clause.object.kind == "pronoun":
            raise NotApplicable("it was it")
        thing = clause.object.text(clause.owner, as_object=True)
        rest = bare_statement(clause).replace(" " + thing, "", 1)
        return f"It {be} {thing} that {rest}."
    phrase = getattr(clause, part)
    if not phrase:
        raise NotApplicable(part)
    return f"It {be} {phrase} that {bare_statement(clause.but(**{part: ''}))}."


def _relative(clause: Clause, part: str) -> str:
    clause = checked(clause)
    if part == "object":
        if clause.object.kind == "pronoun" or clause.object.determiner == "own":
            raise NotApplicable("a pronoun")
        thing = clause.object
        rest = bare_statement(clause).replace(" " + thing.text(as_object=True), "", 1)
        head = NounPhrase(thing.noun, "noun", "the", thing.adjective, thing.is_plural)
        return f"{head.text()} that {rest}"
    if clause.subject.kind == "pronoun":
        raise NotApplicable("a pronoun")
    return (
        f"{clause.subject.text()}, who {bare_statement(clause)[len(clause.subject.text()) + 1 :]}"
    )


def focus(random: Random, words: list[str]) -> Step:
    options = [
        *(
            (
                f"cleft_{part}",
                _say("focus", "cleft", what=what, link=link),
                lambda c, p=part: _cleft(c, p),
            )
            for part, what, link in (
                ("subject", "the subject", "who"),
                ("object", "the object", "that"),
                ("time", "the time", "that"),
                ("place", "the place", "that"),
            )
        ),
        ("relative_object", _say("focus", "relative_object"), lambda c: _relative(c, "object")),
        ("relative_subject", _say("focus", "relative_subject"), lambda c: _relative(c, "subject")),
        ("infinitive", _say("focus", "infinitive"), lambda c: f"to {_bare_predicate(c)}"),
        ("gerund", _say("focus", "gerund"), lambda c: _bare_predicate(c, "ing")),
        ("headline", _say("focus", "headline"), _headline),
        ("passive_headline", _say("focus", "passive_headline"), _passive_headline),
    ]
    return rendering(*random.choice(options))


def _bare_predicate(clause: Clause, form: str = "base") -> str:
    if clause.object.determiner == "own" or clause.is_negative or clause.frequency or clause.front:
        raise NotApplicable("not a plain predicate")
    return predicate(clause, form)


def _without_articles(text: str) -> str:
    return start_upper(re.sub(r"\b([Tt]he|[Aa]n?) ", "", text))


def _headline(clause: Clause) -> str:
    text = statement(clause)
    if _without_articles(text) == text:
        raise NotApplicable("no article")
    return _without_articles(text)


def _passive_headline(clause: Clause) -> str:
    if (
        clause.tense != "past"
        or clause.is_negative
        or clause.frequency
        or clause.front
        or clause.aspect != "simple"
    ):
        raise NotApplicable("no headline")
    text = bare_passive(clause, agent=False)
    return _without_articles(re.sub(r" (?:was|were) ", " ", text, count=1))


CLAUSE_RENDERINGS = (
    (questions, 5),
    (voice, 2.5),
    (frame, 7),
    (request, 3),
    (focus, 3.5),
    (reply, 1.5),
)
