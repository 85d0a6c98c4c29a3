"""Steps from clause to clause: persons, what is added, removed or replaced."""

from __future__ import annotations

from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import (
    ADJECTIVES,
    FEMALE,
    FREQUENCIES,
    MALE,
    MANNERS,
    MEN,
    PERSONS,
    PLACES,
    STATES,
    TIMES,
    WOMEN,
    plural,
)
from training.machine.files import read_table

from .clause import Clause
from .draw_clause import verb_of_any_topic
from .noun_phrase import NUMBER_WORDS, PRONOUNS, NounPhrase
from .tenses import change, modal, negation, tense, verb_changed

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def _with_subject(clause: Clause, subject: NounPhrase) -> Clause:
    if (
        clause.subject == subject
        or clause.object.kind == "pronoun"
        and clause.object.noun == subject.noun
    ):
        raise NotApplicable("the same subject")
    return clause.but(subject=subject)


def _plural_subject(clause: Clause) -> Clause:
    subject = clause.subject
    if (
        subject.kind != "noun"
        or subject.is_plural
        or clause.object.determiner == "own"
        or subject.determiner not in ("the", "this", "that")
    ):
        raise NotApplicable("no singular noun")
    return clause.but(
        subject=NounPhrase(subject.noun, "noun", subject.determiner, subject.adjective, True)
    )


def _singular_subject(clause: Clause) -> Clause:
    subject = clause.subject
    if subject.kind != "noun" or not subject.is_plural or clause.object.determiner == "own":
        raise NotApplicable("no plural noun")
    return clause.but(subject=NounPhrase(subject.noun, "noun", "the", subject.adjective))


def _as_pronoun(phrase: NounPhrase) -> NounPhrase:
    if phrase.kind == "pronoun":
        raise NotApplicable("is a pronoun already")
    return NounPhrase(phrase.pronoun, "pronoun")


def _object_pronoun(clause: Clause) -> Clause:
    if clause.object.kind == "pronoun":
        raise NotApplicable("is a pronoun already")
    return clause.but(object=NounPhrase("they" if clause.object.is_plural else "it", "pronoun"))


def subject(random: Random, words: list[str]) -> Step:
    pronoun = random.choice([p for p in PRONOUNS if p != "it"])
    name = random.choice((*WOMEN, *MEN))
    noun = random.choice((*PERSONS, *FEMALE, *MALE))
    many = random.random() < 0.3
    who = f"the {plural(noun) if many else noun}"
    agree = "and let the verb and my, his, her and so on agree"
    options = [
        (
            f"subject_{pronoun}",
            _say("subject", "pronoun", pronoun=pronoun, agree=agree),
            lambda c: _with_subject(c, NounPhrase(pronoun, "pronoun")),
        ),
        (
            f"subject_{name}",
            _say("subject", "name", name=name, agree=agree),
            lambda c: _with_subject(c, NounPhrase(name, "name")),
        ),
        (
            f"subject_{who}",
            _say("subject", "noun", who=who),
            lambda c: (
                _with_subject(c, NounPhrase(noun, "noun", "the", "", many))
                if c.object.determiner != "own"
                else _fail()
            ),
        ),
        (
            "subject_pronoun",
            _say("subject", "subject_pronoun"),
            lambda c: c.but(subject=_as_pronoun(c.subject)),
        ),
        ("object_pronoun", _say("subject", "object_pronoun"), _object_pronoun),
        (
            "both_pronouns",
            _say("subject", "both_pronouns"),
            lambda c: _object_pronoun(c.but(subject=_as_pronoun(c.subject))),
        ),
    ]
    return change(*random.choice(options))


def _fail() -> Clause:
    raise NotApplicable("undefined")


def subject_number(random: Random, words: list[str]) -> Step:
    options = [
        ("plural_subject", _say("subject_number", "plural_subject"), _plural_subject),
        ("singular_subject", _say("subject_number", "singular_subject"), _singular_subject),
    ]
    return change(*random.choice(options))


def _object(clause: Clause, **changes) -> Clause:
    thing = clause.object
    if thing.kind != "noun":
        raise NotApplicable("the object is no noun")
    values = {
        "determiner": thing.determiner,
        "adjective": thing.adjective,
        "is_plural": thing.is_plural,
    } | changes
    return clause.but(
        object=NounPhrase(
            thing.noun, "noun", values["determiner"], values["adjective"], values["is_plural"]
        )
    )


def _need(value: str) -> str:
    if not value:
        raise NotApplicable("nothing there")
    return value


def thing(random: Random, words: list[str]) -> Step:
    number = random.choice(NUMBER_WORDS)
    adjective = random.choice(sorted({word for words in ADJECTIVES.values() for word in words}))
    options = [
        (
            "no_adjective",
            _say("thing", "no_adjective"),
            lambda c: _object(c, adjective=_need(c.object.adjective) and ""),
        ),
        (
            f"adjective_{adjective}",
            _say("thing", "adjective", adjective=adjective),
            lambda c: _object(c, adjective=adjective),
        ),
        (
            f"count_{number}",
            _say("thing", "count", number=number),
            lambda c: _object(c, determiner=number, is_plural=True),
        ),
        (
            "object_plural",
            _say("thing", "object_plural"),
            lambda c: _object(c, determiner="the", is_plural=True),
        ),
        (
            "object_a",
            _say("thing", "object_a"),
            lambda c: _object(c, determiner="a", is_plural=False),
        ),
        ("object_this", _say("thing", "object_this"), lambda c: _object(c, determiner="this")),
        ("object_own", _say("thing", "object_own"), lambda c: _owned(c)),
    ]
    return change(*random.choices(options, (2, 5, 3, 1, 1, 1, 1))[0])


def _owned(clause: Clause) -> Clause:
    clause.subject.pronoun  # raises when his or her is open
    return _object(clause, determiner="own")


def adverbial(random: Random, words: list[str]) -> Step:
    time, place, manner, frequency = map(random.choice, (TIMES, PLACES, MANNERS, FREQUENCIES))

    def front(clause: Clause, which: str) -> Clause:
        if clause.front:
            raise NotApplicable("something is in front already")
        return clause.but(front=which if _need(getattr(clause, which)) else "")

    options = [
        ("time_front", _say("adverbial", "time_front"), lambda c: front(c, "time"), 1),
        ("place_front", _say("adverbial", "place_front"), lambda c: front(c, "place"), 1),
        (
            "no_time",
            _say("adverbial", "no_time"),
            lambda c: c.but(time="" if _need(c.time) else "", front=""),
            1,
        ),
        (
            "no_place",
            _say("adverbial", "no_place"),
            lambda c: c.but(place="" if _need(c.place) else "", front=""),
            1,
        ),
        (
            "no_manner",
            _say("adverbial", "no_manner"),
            lambda c: c.but(manner="" if _need(c.manner) else ""),
            1,
        ),
        (
            "bare",
            _say("adverbial", "bare"),
            lambda c: (
                c.but(place="", time="", manner="", front="")
                if c.place or c.time or c.manner
                else _fail()
            ),
            1,
        ),
        (
            f"time_{time}",
            _say("adverbial", "time", time=time),
            lambda c: verb_changed(c, time=time, front="" if c.front == "time" else c.front),
            4,
        ),
        (
            f"place_{place}",
            _say("adverbial", "place", place=place),
            lambda c: c.but(place=place, front="" if c.front == "place" else c.front),
            4,
        ),
        (
            f"frequency_{frequency}",
            _say("adverbial", "frequency", frequency=frequency),
            lambda c: (
                c.but(frequency=frequency)
                if not (c.is_negative or c.aspect == "progressive")
                else _fail()
            ),
            3,
        ),
        (
            f"manner_{manner}",
            _say("adverbial", "manner", manner=manner),
            lambda c: c.but(manner=manner) if c.verb not in STATES else _fail(),
            4,
        ),
    ]
    name, phrases, apply, _ = random.choices(options, [option[3] for option in options])[0]
    return change(name, phrases, apply)


def verb(random: Random, words: list[str]) -> Step:
    base = verb_of_any_topic(random)
    phrases = _say("verb", "phrases", base=base)

    def apply(clause: Clause) -> Clause:
        if clause.verb == base or (
            base in STATES and (clause.manner or clause.aspect == "progressive")
        ):
            raise NotApplicable(base)
        return clause.but(verb=base)

    return change(f"verb_{base}", phrases, apply)


CLAUSE_CHANGES = (
    (tense, 5),
    (modal, 3),
    (negation, 2.5),
    (subject, 6),
    (subject_number, 1),
    (thing, 4),
    (adverbial, 7),
    (verb, 2),
)
