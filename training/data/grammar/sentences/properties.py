"""Sentences about a property ("The lamp is old."): degrees, opposites, exclamations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.data.grammar.plans.label_words import judgement
from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step
from training.data.grammar.words.lexicon import (
    FEMALE,
    MALE,
    MEN,
    NOUNS,
    PERSONS,
    WOMEN,
    article,
    plural,
)
from training.machine.files import read_table

from .clause import start_upper

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

_KINDS = {"t": "t", "p": "p", "b": "tp"}
"""Letter of an adjective -> letters of what it describes: things, persons or both."""
_OPPOSITES = {
    (kind, adjective): opposite
    for adjective, opposite, letter in _DATA["adjectives"]
    for kind in _KINDS[letter]
}
_SHORT, _DOUBLING = set(_DATA["short"]), set(_DATA["doubling"])
_THINGS = tuple(
    noun for topic in ("household", "building", "machine", "clothing") for noun in NOUNS[topic]
)


def degree(adjective: str, ending: str) -> str:
    """Degree of an adjective: "older" for the ending "er", "most famous" for "est"."""
    syllables = len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", adjective)))
    if adjective.endswith("y") and syllables <= 2 and not adjective.startswith("un"):
        return adjective[:-1] + "i" + ending
    if syllables > 1 and adjective not in _SHORT:
        return ("more " if ending == "er" else "most ") + adjective
    if adjective in _DOUBLING:
        return adjective + adjective[-1] + ending
    return adjective + (ending[1:] if adjective.endswith("e") else ending)


@dataclass(frozen=True)
class Property:
    noun: str  # or a name
    is_name: bool
    is_plural: bool
    adjective: str
    is_past: bool

    @property
    def subject(self) -> str:
        return (
            self.noun
            if self.is_name
            else f"the {plural(self.noun) if self.is_plural else self.noun}"
        )

    @property
    def be(self) -> str:
        return (
            ("were" if self.is_plural else "was")
            if self.is_past
            else ("are" if self.is_plural else "is")
        )

    @property
    def opposite(self) -> str:
        return _OPPOSITES["p" if self.is_name or self.noun in _PEOPLE else "t", self.adjective]


_PEOPLE = {*PERSONS, *FEMALE, *MALE}
_SINGULAR_OF = {plural(noun): noun for noun in (*_THINGS, *_PEOPLE)}


def sentence(p: Property) -> str:
    return start_upper(f"{p.subject} {p.be} {p.adjective}.")


def read(text: str) -> Property:
    match = re.fullmatch(r"(?:The (\w+)|([A-Z]\w+)) (is|are|was|were) ([\w-]+)\.", text)
    if not match:
        raise NotApplicable(text)
    many = match[3] in ("are", "were")
    noun = match[2] or (_SINGULAR_OF.get(match[1], match[1]) if many else match[1])
    return Property(noun, bool(match[2]), many, match[4], match[3] in ("was", "were"))


def draw(random: Random) -> Property:
    kind = random.choice("tp")
    is_name = kind == "p" and random.random() < 0.5
    noun = random.choice((*WOMEN, *MEN) if is_name else _THINGS if kind == "t" else sorted(_PEOPLE))
    adjective = random.choice([adjective for each, adjective in _OPPOSITES if each == kind])
    return Property(
        noun, is_name, not is_name and random.random() < 0.3, adjective, random.random() < 0.3
    )


def _no_name(p: Property) -> Property:
    if p.is_name:
        raise NotApplicable("a name")
    return p


def _what(p: Property) -> str:
    p = _no_name(p)
    if p.is_plural:
        return f"What {p.adjective} {plural(p.noun)}!"
    return f"What {article(p.adjective)} {p.adjective} {p.noun}!"


_COMPARED = _DATA["compared"]
_INTENSIFIERS = _DATA["intensifiers"]


def change(random: Random, words: list[str]) -> Step:
    more, other = random.choice(_INTENSIFIERS), random.choice(_COMPARED)
    verb, past = random.choice(
        (("seems", "seemed"), ("looks", "looked"), ("becomes", "became"), ("stays", "stayed"))
    )
    base = {"seems": "seem", "looks": "look", "becomes": "become", "stays": "stay"}[verb]
    options = [
        (
            f"intensify_{more}",
            _say("change", "intensify", more=more),
            lambda p: start_upper(f"{p.subject} {p.be} {more} {p.adjective}."),
            6,
        ),
        (
            f"comparative_{other}",
            _say("change", "comparative", other=other),
            lambda p: start_upper(f"{p.subject} {p.be} {degree(p.adjective, 'er')} than {other}."),
            6,
        ),
        (
            "even_more",
            _say("change", "even_more"),
            lambda p: start_upper(f"{p.subject} {p.be} {degree(p.adjective, 'er')}."),
            1,
        ),
        (
            "superlative",
            _say("change", "superlative"),
            lambda p: start_upper(f"{p.subject} {p.be} the {degree(p.adjective, 'est')} of all."),
            1,
        ),
        (
            f"as_{other}",
            _say("change", "as", other=other),
            lambda p: start_upper(f"{p.subject} {p.be} as {p.adjective} as {other}."),
            4,
        ),
        (
            f"not_as_{other}",
            _say("change", "not_as", other=other),
            lambda p: start_upper(f"{p.subject} {p.be} not as {p.adjective} as {other}."),
            4,
        ),
        (
            "opposite",
            _say("change", "opposite"),
            lambda p: start_upper(f"{p.subject} {p.be} {p.opposite}."),
            1,
        ),
        ("how", _say("change", "how"), lambda p: f"How {p.adjective} {p.subject} {p.be}!", 1),
        ("what", _say("change", "what"), _what, 1),
        (
            "phrase",
            _say("change", "phrase"),
            lambda p: f"the {p.adjective} {_no_name(p).subject[4:]}",
            1,
        ),
        (
            "negative",
            _say("change", "negative"),
            lambda p: start_upper(f"{p.subject} {p.be} not {p.adjective}."),
            1,
        ),
        (
            "question",
            _say("change", "question"),
            lambda p: f"{start_upper(p.be)} {p.subject} {p.adjective}?",
            1,
        ),
        (
            "future",
            _say("change", "future"),
            lambda p: start_upper(f"{p.subject} will be {p.adjective}."),
            1,
        ),
        (
            "perfect",
            _say("change", "perfect"),
            lambda p: start_upper(
                f"{p.subject} {'have' if p.is_plural else 'has'} always been {p.adjective}."
            ),
            1,
        ),
        (
            "tense",
            _say("change", "tense"),
            lambda p: sentence(
                Property(p.noun, p.is_name, p.is_plural, p.adjective, not p.is_past)
            ),
            1,
        ),
        (
            "number",
            _say("change", "number"),
            lambda p: sentence(
                Property(_no_name(p).noun, False, not p.is_plural, p.adjective, p.is_past)
            ),
            1,
        ),
        (
            f"verb_{verb}",
            _say("change", "verb", base=base),
            lambda p: start_upper(
                f"{p.subject} {past if p.is_past else base if p.is_plural else verb} {p.adjective}."
            ),
            3,
        ),
        ("why", _say("change", "why"), lambda p: f"Why {p.be} {p.subject} {p.adjective}?", 1),
        (
            "who_what",
            _say("change", "who_what"),
            lambda p: (
                f"{'Who' if p.is_name else 'What'} {'was' if p.is_past else 'is'} {p.adjective}?"
            ),
            1,
        ),
    ]
    name, phrases, apply, _ = random.choices(options, [option[3] for option in options])[0]
    return Step("property", "text", name, phrases, apply, "linguistics")


def extract(random: Random, words: list[str]) -> Step:
    label = random.choice(words)
    options = [
        ("adjective", _say("extract", "adjective"), lambda p: p.adjective),
        ("subject", _say("extract", "subject"), lambda p: p.subject.removeprefix("the ")),
        ("comparative", _say("extract", "comparative"), lambda p: degree(p.adjective, "er")),
        ("superlative", _say("extract", "superlative"), lambda p: degree(p.adjective, "est")),
        ("antonym", _say("extract", "antonym"), lambda p: p.opposite),
        (
            f"assign_{label}",
            _say("extract", "assign", label=label),
            lambda p: f'{p.subject.removeprefix("the ")}.{label} = "{p.adjective}"',
        ),
        (
            f"call_{label}",
            _say("extract", "call", label=label),
            lambda p: f"{label}({p.subject.removeprefix('the ')}, {p.adjective})",
        ),
        (
            f"key_{label}",
            _say("extract", "key", label=label),
            lambda p: f'{{"{label}": "{p.adjective}"}}',
        ),
    ]
    name, phrases, apply = random.choice(options)
    return Step("property", "text", name, phrases, apply, "code" if "_" in name else "extraction")


def judge(random: Random, words: list[str]) -> Step:
    tests = (
        ("past", _say("judge", "past"), lambda p: p.is_past),
        ("plural", _say("judge", "plural"), lambda p: p.is_plural),
        (
            "name",
            _say("judge", "name"),
            lambda p: p.is_name,
        ),
        ("person", _say("judge", "person"), lambda p: p.is_name or p.noun in _PEOPLE),
        ("long", _say("judge", "long"), lambda p: degree(p.adjective, "er").startswith("more")),
    )
    return judgement(random, words, "property", *random.choice(tests))


_FORMAT = Format("property", "property", _say("format", "property"), (), sentence, read)
PROPERTIES = Domain("property", "property", ("sentence",), draw, (_FORMAT,))
PROPERTY_STEPS = ((change, 8), (extract, 3), (judge, 2))
