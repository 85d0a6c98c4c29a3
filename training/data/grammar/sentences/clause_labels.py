"""Judgements of clauses by their structure: tense, number, person, what is mentioned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.label_words import classes, judgement
from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import FEMALE, MALE, MEN, NOUNS, WOMEN
from training.data.grammar.words.vocabulary import WEEKDAYS
from training.machine.files import read_table

from .clause import Clause, statement

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

_TESTS: tuple[tuple[str, tuple[str, ...], Callable[[Clause], bool]], ...] = (
    ("past", _say("tests", "past"), lambda c: c.tense == "past"),
    ("future", _say("tests", "future"), lambda c: c.tense == "future"),
    ("present", _say("tests", "present"), lambda c: c.tense == "present"),
    ("place", _say("tests", "place"), lambda c: bool(c.place)),
    ("time", _say("tests", "time"), lambda c: bool(c.time)),
    ("place_or_time", _say("tests", "place_or_time"), lambda c: bool(c.place or c.time)),
    ("adjective", _say("tests", "adjective"), lambda c: bool(c.object.adjective)),
    ("manner", _say("tests", "manner"), lambda c: bool(c.manner)),
    ("name", _say("tests", "name"), lambda c: c.subject.kind == "name"),
    ("pronoun", _say("tests", "pronoun"), lambda c: c.subject.kind == "pronoun"),
    (
        "plural_subject",
        _say("tests", "plural_subject"),
        lambda c: c.subject.is_plural or c.subject.noun in ("we", "they"),
    ),
    ("plural_object", _say("tests", "plural_object"), lambda c: c.object.is_plural),
    ("own", _say("tests", "own"), lambda c: c.object.determiner == "own"),
    (
        "irregular",
        _say("tests", "irregular"),
        lambda c: not c.forms.past.endswith("ed") or c.verb == "feed",
    ),
    (
        "weekday",
        _say("tests", "weekday"),
        lambda c: c.time.split()[-1:] != [] and c.time.split()[-1] in WEEKDAYS,
    ),
    (
        "city",
        _say("tests", "city"),
        lambda c: c.place.split()[-1:] != [] and c.place.split()[-1].istitle(),
    ),
    ("progressive", _say("tests", "progressive"), lambda c: c.aspect == "progressive"),
    ("negative", _say("tests", "negative"), lambda c: c.is_negative),
    ("long", _say("tests", "long"), lambda c: len(statement(c).split()) > 7),
    ("indefinite", _say("tests", "indefinite"), lambda c: c.object.determiner == "a"),
    (
        "own_woman",
        _say("tests", "own_woman"),
        lambda c: c.subject.noun in (*WOMEN, *FEMALE, "she") and not c.subject.is_plural,
    ),
)


def test(random: Random, words: list[str]) -> Step:
    name, tests, rule = random.choice(_TESTS)
    return judgement(
        random, words, "clause", name, tests, rule, random.choice(("classification", "linguistics"))
    )


def _person(clause: Clause) -> str:
    if clause.subject.noun in ("I", "we"):
        return "first"
    return "second" if clause.subject.noun == "you" else "third"


def _subject_kind(clause: Clause) -> str:
    return "common noun" if clause.subject.kind == "noun" else clause.subject.kind


def _gender(clause: Clause) -> str:
    if clause.subject.is_plural or clause.subject.noun in ("we", "they", "I", "you"):
        return "neither"
    if clause.subject.noun in (*WOMEN, *FEMALE, "she"):
        return "female"
    if clause.subject.noun in (*MEN, *MALE, "he"):
        return "male"
    raise NotApplicable("the gender is open")


def _mentions(clause: Clause) -> str:
    return {
        (True, True): "both",
        (True, False): "place",
        (False, True): "time",
        (False, False): "neither",
    }[bool(clause.place), bool(clause.time)]


_TOPIC_NAMES = _DATA["topic_names"]
_TOPIC_OF = {noun: topic for topic, nouns in NOUNS.items() for noun in nouns}


def _among(find: Callable[[Clause], str], chosen: list[str]) -> Callable[[Clause], str]:
    def limited(clause: Clause) -> str:
        found = find(clause)
        if found not in chosen:
            raise NotApplicable(found)
        return found

    return limited


def kind(random: Random, words: list[str]) -> Step:
    """Step that answers with one of several classes."""
    topics = random.sample(
        [topic for topic in NOUNS if topic not in ("work", "art", "garden")],
        random.choice((2, 3, 4)),
    )
    options = [
        (
            "tense",
            _say("kind", "tense"),
            {"past": "a past form", "present": "a present form", "future": "the future with will"},
            lambda c: c.tense,
            3,
            "linguistics",
        ),
        (
            "aspect",
            _say("kind", "aspect"),
            {
                "simple": "a verb without have or -ing",
                "progressive": "a form of be with an -ing form",
                "perfect": "have or has with a participle",
            },
            lambda c: c.aspect,
            1,
            "linguistics",
        ),
        (
            "polarity",
            _say("kind", "polarity"),
            {"positive": "a sentence without not", "negative": "a sentence with not"},
            lambda c: "negative" if c.is_negative else "positive",
            1,
            "linguistics",
        ),
        (
            "number",
            _say("kind", "number"),
            {"singular": "a single person as subject", "plural": "more than one person as subject"},
            lambda c: _person_number(c),
            2,
            "linguistics",
        ),
        (
            "object_number",
            _say("kind", "object_number"),
            {"singular": "one thing as object", "plural": "several things as object"},
            lambda c: "plural" if c.object.is_plural else "singular",
            2,
            "linguistics",
        ),
        (
            "subject_kind",
            _say("kind", "subject_kind"),
            {
                "name": "a name or two names as subject",
                "pronoun": "a pronoun as subject",
                "common noun": "an ordinary noun as subject",
            },
            _subject_kind,
            2,
            "linguistics",
        ),
        (
            "gender",
            _say("kind", "gender"),
            {"female": "one woman or girl acting", "male": "one man or boy acting"},
            _among(_gender, ["female", "male"]),
            2,
            "classification",
        ),
        (
            "mentions",
            _say("kind", "mentions"),
            {
                "place": "a place but no time",
                "time": "a time but no place",
                "both": "a place and a time",
                "neither": "no place and no time",
            },
            _mentions,
            3,
            "classification",
        ),
        (
            "topic",
            _say("kind", "topic"),
            {topic: _TOPIC_NAMES[topic] for topic in topics},
            _among(lambda c: _TOPIC_OF.get(c.object.noun, ""), topics),
            6,
            "classification",
        ),
    ]
    name, what, meanings, find, _, family = random.choices(
        options, [option[4] for option in options]
    )[0]
    return classes(random, words, "clause", name, what, meanings, find, family)


def _person_number(clause: Clause) -> str:
    if clause.subject.noun == "you":
        raise NotApplicable("you may be one or many")
    return (
        "plural"
        if clause.subject.is_plural or clause.subject.noun in ("we", "they")
        else "singular"
    )


CLAUSE_LABELS = ((test, 5), (kind, 5))
