"""Two clauses, apart or joined by a conjunction, and the steps between these forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.data.grammar.plans.label_words import classes, judgement
from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step
from training.machine.files import read_table

from .clause import Clause, bare_statement, start_upper, statement
from .draw_clause import draw_clause
from .read_clause import read_statement

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

# Conjunction -> what it says; the first clause is the main one.
_CONJUNCTIONS = _DATA["conjunctions"]
_COMMA = ("but", "so")
_FRONTED = _DATA["fronted"]


@dataclass(frozen=True)
class Clauses:
    first: Clause
    second: Clause
    conjunction: str = ""


def two_sentences(pair: Clauses) -> str:
    return f"{statement(pair.first)} {statement(pair.second)}"


def joined(pair: Clauses) -> str:
    comma = "," if pair.conjunction in _COMMA else ""
    return f"{start_upper(bare_statement(pair.first))}{comma} {pair.conjunction} {bare_statement(pair.second)}."


def read_two(text: str) -> Clauses:
    match = re.fullmatch(r"([^.]+\.) ([^.]+\.)", text)
    if not match:
        raise NotApplicable(text)
    return Clauses(read_statement(match[1]), read_statement(match[2]))


def read_joined(text: str) -> Clauses:
    for conjunction in sorted(_CONJUNCTIONS, key=len, reverse=True):
        for match in re.finditer(rf",? {conjunction} ", text):
            try:
                pair = Clauses(
                    read_statement(text[: match.start()] + "."),
                    read_statement(start_upper(text[match.end() :])),
                    conjunction,
                )
            except NotApplicable:
                continue
            if joined(pair) == text:
                return pair
    raise NotApplicable(text)


def _draw(random: Random, conjunctions: tuple[str, ...]) -> Clauses:
    tense = random.choice(("past", "past", "present"))
    options = {"tenses": (tense,), "aspects": ("simple",), "shares": (0.25, 0.2, 0.1, 0.3)}
    return Clauses(
        draw_clause(random, **options),
        draw_clause(random, **options),
        random.choice(conjunctions or ("",)),
    )


_TWO = Format("clauses", "two", _say("two", "two"), (), two_sentences, read_two)


def _joined_format(conjunctions: tuple[str, ...]) -> Format:
    nouns = _say("joined_format", "nouns")
    if len(conjunctions) == 1:
        nouns = tuple(f"{noun} joined by '{conjunctions[0]}'" for noun in nouns)
    return Format("clauses", "joined" + "_".join(conjunctions), nouns, (), joined, read_joined)


def pair_domain(random: Random) -> Domain:
    what = random.random()
    if what < 0.45:
        return Domain("clauses", "two", ("text",), lambda r: _draw(r, ()), (_TWO,))
    conjunctions = tuple(_CONJUNCTIONS) if what < 0.7 else (random.choice(list(_CONJUNCTIONS)),)
    source = _joined_format(conjunctions)
    return Domain(
        "clauses", source.name, ("sentence",), lambda r: _draw(r, conjunctions), (source,)
    )


def _step(name: str, phrases: tuple[str, ...], apply, family: str = "linguistics") -> Step:
    return Step("clauses", "text", name, phrases, apply, family)


def _fronted(conjunction: str, condition: Clause, main: Clause) -> str:
    return f"{start_upper(conjunction)} {bare_statement(condition)}, {bare_statement(main)}."


def joining(random: Random, words: list[str]) -> Step:
    conjunction = random.choice(list(_CONJUNCTIONS))
    comma = ", with a comma before it" if conjunction in _COMMA else ""
    if random.random() < 0.55:
        phrases = _say("joining", "between", conjunction=conjunction, comma=comma)
        return _step(
            f"join_{conjunction}",
            phrases,
            lambda p: joined(Clauses(p.first, p.second, conjunction)),
        )
    fronted = random.choice(_FRONTED)
    if random.random() < 0.6:
        phrases = _say(
            "joining", "fronted_first", start_upper_fronted=start_upper(fronted), fronted=fronted
        )
        return _step(f"front_{fronted}", phrases, lambda p: _fronted(fronted, p.first, p.second))
    phrases = _say("joining", "fronted_second", start_upper_fronted=start_upper(fronted))
    return _step(f"front_second_{fronted}", phrases, lambda p: _fronted(fronted, p.second, p.first))


_SIGNS = _DATA["signs"]


def arranging(random: Random, words: list[str]) -> Step:
    sign, called = random.choice(_SIGNS)
    link = random.choice(
        (
            "Then",
            "Therefore,",
            "However,",
            "Afterwards,",
            "Meanwhile,",
            "Besides,",
            "At the same time,",
            "Still,",
            "As a result,",
            "Later,",
        )
    )
    options = [
        ("first", _say("arranging", "first"), lambda p: statement(p.first)),
        ("second", _say("arranging", "second"), lambda p: statement(p.second)),
        ("split", _say("arranging", "split"), two_sentences),
        (
            "lines",
            _say("arranging", "lines"),
            lambda p: f"{statement(p.first)}\n{statement(p.second)}",
        ),
        (
            "bullets",
            _say("arranging", "bullets"),
            lambda p: f"- {statement(p.first)}\n- {statement(p.second)}",
        ),
        (
            "numbered",
            _say("arranging", "numbered"),
            lambda p: f"1. {statement(p.first)}\n2. {statement(p.second)}",
        ),
        (
            "swapped",
            _say("arranging", "swapped"),
            lambda p: f"{statement(p.second)} {statement(p.first)}",
        ),
        (
            f"sign_{sign.strip()}",
            _say("arranging", "sign", called=called),
            lambda p: f"{statement(p.first)[:-1]}{sign}{bare_statement(p.second)}.",
        ),
        (
            f"link_{link}",
            _say("arranging", "link", link=link),
            lambda p: f"{statement(p.first)} {link} {bare_statement(p.second)}.",
        ),
        (
            "subjects",
            _say("arranging", "subjects"),
            lambda p: f"{p.first.subject.text()} and {p.second.subject.text()}",
        ),
        ("verbs", _say("arranging", "verbs"), lambda p: f"{p.first.verb}, {p.second.verb}"),
        (
            "nouns",
            _say("arranging", "nouns"),
            lambda p: f"{p.first.object.head()}, {p.second.object.head()}",
        ),
        ("conjunction", _say("arranging", "conjunction"), lambda p: p.conjunction or _none()),
        ("why", _say("arranging", "why"), lambda p: f"Why? Because {bare_statement(p.second)}."),
    ]
    return _step(
        *random.choices(
            options, [3 if name.startswith(("link", "sign")) else 1 for name, *_ in options]
        )[0]
    )


def _none() -> str:
    raise NotApplicable("no conjunction")


def relation(random: Random, words: list[str]) -> Step:
    if random.random() < 0.5:
        tests = (
            (
                "same_number",
                _say("relation", "same_number"),
                lambda p: (
                    not any(
                        c.subject.is_plural or c.subject.noun in ("we", "they")
                        for c in (p.first, p.second)
                    )
                ),
            ),
            (
                "first_longer",
                _say("relation", "first_longer"),
                lambda p: (
                    len(bare_statement(p.first).split()) > len(bare_statement(p.second).split())
                ),
            ),
            ("place", _say("relation", "place"), lambda p: bool(p.first.place or p.second.place)),
            ("past", _say("relation", "past"), lambda p: p.first.tense == "past"),
            (
                "first_name",
                _say("relation", "first_name"),
                lambda p: p.first.subject.kind == "name",
            ),
            (
                "second_pronoun",
                _say("relation", "second_pronoun"),
                lambda p: p.second.subject.kind == "pronoun",
            ),
        )
        return judgement(random, words, "clauses", *random.choice(tests))
    meanings = {
        "time": "joined by when, while, before, after, until or as soon as",
        "reason": "joined by because or since",
        "contrast": "joined by but, although or even though",
        "result": "joined by so",
        "addition": "joined by and",
        "choice": "joined by or",
    }
    chosen = random.sample(list(meanings), random.choice((2, 3, 4)))

    def find(pair: Clauses) -> str:
        said = _CONJUNCTIONS.get(pair.conjunction)
        if said not in chosen:
            raise NotApplicable("another relation")
        return said

    what = _say("relation", "what")
    return classes(
        random,
        words,
        "clauses",
        "relation",
        what,
        {each: meanings[each] for each in chosen},
        find,
        "linguistics",
    )


PAIR_STEPS = ((joining, 6), (arranging, 5), (relation, 3))
