"""English verbs, nouns and adverbials of sentences, with all their forms; our own, CC0."""

from __future__ import annotations

from pathlib import Path

from training.machine.files import read_table

from .verb_forms import VOWELS, Verb, read_verb, third_person
from .vocabulary import CITIES as EVERY_CITY
from .vocabulary import WEEKDAYS

_DATA = read_table(Path(__file__).with_suffix(".json"))
_TOPICS: dict[str, dict[str, tuple[str, ...]]] = _DATA["topics"]
"""Verbs (as verb_forms.py reads them), nouns and adjectives by the topic of an object."""
# No verb has a past equal to its base: the tense could not be read.
NOUNS = {topic: words["nouns"] for topic, words in _TOPICS.items()}
ADJECTIVES = {topic: words["adjectives"] for topic, words in _TOPICS.items()}
VERBS: dict[str, dict[str, Verb]] = {
    topic: {verb.base: verb for verb in (read_verb(entry, topic) for entry in words["verbs"])}
    for topic, words in _TOPICS.items()
}
EVERY_VERB: dict[str, Verb] = {
    base: verb for verbs in VERBS.values() for base, verb in verbs.items()
}
DO, HAVE, BE = (
    Verb("do", "does", "did", "done", "doing", ""),
    Verb("have", "has", "had", "had", "having", ""),
    Verb("be", "is", "was", "been", "being", ""),
)
STATES = set(_DATA["states"])
"""Verbs that sound wrong in the progressive."""

WOMEN = _DATA["women"]
MEN = _DATA["men"]
PERSONS = _DATA["persons"]
FEMALE = _DATA["female"]
MALE = _DATA["male"]
_PLURALS = _DATA["plurals"]


def plural(noun: str) -> str:
    if noun.endswith("o") and noun not in ("potato", "tomato", "hero", "echo"):
        return noun + "s"
    return _PLURALS.get(noun) or third_person(noun)


CITIES = tuple(city for city in EVERY_CITY if city not in _DATA["cities_left_out"])
"""Cities that sentences name: most of the vocabulary's."""
PLACES = (
    *(f"{where} the {noun}" for where, nouns in _DATA["places"].items() for noun in nouns),
    *(f"in {city}" for city in CITIES),
)
TIMES = (*(f"on {day}" for day in WEEKDAYS), *_DATA["times"])
"""Adverbials of time that go with any tense."""
PAST_TIMES = _DATA["past_times"]
PRESENT_TIMES = _DATA["present_times"]
FUTURE_TIMES = _DATA["future_times"]
MANNERS = _DATA["manners"]
FREQUENCIES = _DATA["frequencies"]
_AN = set(_DATA["an"])
_A = set(_DATA["a"])


def article(following: str) -> str:
    first = following.split()[0].lower()
    return "an" if first in _AN or (first[0] in VOWELS and first not in _A) else "a"
