"""Draws clauses that make sense: the verb fits the object, the time fits the tense."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data.grammar.words.lexicon import (
    ADJECTIVES,
    EVERY_VERB,
    FEMALE,
    FREQUENCIES,
    FUTURE_TIMES,
    MALE,
    MANNERS,
    MEN,
    NOUNS,
    PAST_TIMES,
    PERSONS,
    PLACES,
    PRESENT_TIMES,
    STATES,
    TIMES,
    VERBS,
    WOMEN,
)

from .clause import Clause
from .noun_phrase import NUMBER_WORDS, NounPhrase

_TENSE_TIMES = {"past": PAST_TIMES, "present": PRESENT_TIMES, "future": FUTURE_TIMES}


def draw_subject(random: Random) -> NounPhrase:
    kind = random.random()
    if kind < 0.5:
        return NounPhrase(random.choice((*WOMEN, *MEN)), "name")
    if kind < 0.58:
        one, two = random.sample((*WOMEN, *MEN), 2)
        return NounPhrase(one, "name", is_plural=True, second=two)
    if kind < 0.7:
        return NounPhrase(random.choice(("I", "you", "he", "she", "we", "they")), "pronoun")
    noun = random.choice((*PERSONS, *FEMALE, *MALE))
    many = random.random() < 0.3
    return NounPhrase(
        noun,
        "noun",
        random.choice(("the", "the", "the", "a" if not many else "two")),
        is_plural=many,
    )


def draw_object(random: Random, topic: str, adjective_share: float, can_own: bool) -> NounPhrase:
    many = random.random() < 0.25
    determiner = random.choice(("the", "the", "a", "this", *(("own",) if can_own else ())))
    # "Some" would have to be "any" under a negation.
    if many and (determiner == "a" or random.random() < 0.4):
        determiner = random.choice(NUMBER_WORDS)
    adjective = random.choice(ADJECTIVES[topic]) if random.random() < adjective_share else ""
    return NounPhrase(random.choice(NOUNS[topic]), "noun", determiner, adjective, many)


def draw_clause(
    random: Random,
    tenses: tuple[str, ...] = ("past", "present", "future"),
    aspects: tuple[str, ...] = ("simple",) * 6 + ("progressive", "perfect"),
    negative_share: float = 0.1,
    shares: tuple[float, float, float, float] = (
        0.5,
        0.5,
        0.2,
        0.4,
    ),  # place, time, manner, adjective
    tense_times: bool = False,
    frequency_share: float = 0.0,
) -> Clause:
    topic = random.choice(list(NOUNS))
    verb = random.choice(list(VERBS[topic]))
    tense, aspect = random.choice(tenses), random.choice(aspects)
    if aspect == "progressive" and verb in STATES:
        aspect = "simple"
    # "will be writing" and "will have written" are rare, and so is "had written" without a context.
    if (
        aspect != "simple"
        and tense not in ("past", "present")
        or (aspect, tense) == ("perfect", "past")
    ):
        aspect = "simple"
    place, time, manner, adjective = (random.random() < share for share in shares)
    times = TIMES
    if tense_times and aspect == "simple" and tense in _TENSE_TIMES:
        times = _TENSE_TIMES[tense]
    subject = draw_subject(random)
    can_own = (
        subject.kind == "pronoun"
        or subject.is_plural
        or subject.noun in (*WOMEN, *MEN, *FEMALE, *MALE)
    )
    return Clause(
        subject,
        verb,
        draw_object(random, topic, 1.0 if adjective else 0.0, can_own),
        tense,
        aspect,
        random.random() < negative_share,
        frequency=random.choice(FREQUENCIES)
        if random.random() < frequency_share and aspect == "simple"
        else "",
        manner=random.choice(MANNERS) if manner and verb not in STATES else "",
        place=random.choice(PLACES) if place else "",
        # "has written it on Monday" is not English.
        time=random.choice(times) if time and aspect != "perfect" else "",
    )


def drawer(**options) -> Callable[[Random], Clause]:
    return lambda random: draw_clause(random, **options)


def verb_of_any_topic(random: Random) -> str:
    return random.choice(list(EVERY_VERB))
