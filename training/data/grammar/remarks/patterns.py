"""Groups of remarks: their classes, how to speak of them, and words for their slots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.data.grammar.words.lexicon import CITIES, MEN, WOMEN
from training.data.grammar.words.vocabulary import WEEKDAYS
from training.machine.files import read_table

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Group:
    """Classes that can be told apart by a reader, and how to speak of them."""

    family: str
    nouns: tuple[str, ...]  # what the input is called
    what: tuple[str, ...]  # what is asked for: "the sentiment"
    tests: tuple[str, ...]  # "it is {meaning}"
    meanings: dict[str, str]
    patterns: dict[str, tuple[str, ...]]  # class -> sentences with slots


SLOTS: dict[str, tuple[str, ...]] = {
    "name": (*WOMEN, *MEN),
    "city": CITIES,
    "day": WEEKDAYS,
    **read_table(_FOLDER / "slots.json"),
}
"""Slot of a pattern -> the words that fill it."""
SPEAKERS: dict[str, dict[str, tuple[str, ...]]] = read_table(_FOLDER / "speakers.json")
"""Pair of speakers -> what each of them says."""


def _speakers(pair: str) -> Group:
    one, two = SPEAKERS[pair]
    return Group(
        "classification",
        (
            f"a sentence said by a {one} or a {two}",
            f"something that a {one} and a {two} might say to each other",
            f"a line from a talk between a {one} and a {two}",
            "a remark",
            "one line of a dialogue",
        ),
        ("who is speaking", "the speaker", "the person who says it", "whose words these are"),
        (
            "the speaker is the {meaning}",
            "it is the {meaning} who speaks",
            "this is said by the {meaning}",
        ),
        {one: one, two: two},
        {
            speaker: tuple("{start}" + line for line in lines)
            for speaker, lines in SPEAKERS[pair].items()
        },
    )


GROUPS: dict[str, Group] = {
    **{name: Group(**group) for name, group in read_table(_FOLDER / "groups.json").items()},
    **{f"speaker {pair}": _speakers(pair) for pair in SPEAKERS},
}


def _weight(name: str) -> int:
    if name.startswith("speaker"):
        return 1
    return 2 if name in ("register", "certainty") else 8


WEIGHTS = {name: _weight(name) for name in GROUPS}
"""Larger groups allow more different tasks."""
