"""The forms of English verbs."""

from __future__ import annotations

from dataclasses import dataclass

VOWELS = "aeiou"


@dataclass(frozen=True)
class Verb:
    base: str
    third: str
    past: str
    participle: str
    ing: str
    topic: str


def third_person(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _regular_past(base: str, doubled: bool) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if doubled else "") + "ed"


def _ing(base: str, doubled: bool) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + (base[-1] if doubled else "") + "ing"


def read_verb(entry: str, topic: str) -> Verb:
    """Verb of an entry: "mop+" doubles its last letter; "write/wrote/written" is irregular."""
    base, *irregular = entry.split("/")
    doubled = base.endswith("+")
    base = base.rstrip("+")
    past = irregular[0] if irregular else _regular_past(base, doubled)
    return Verb(
        base,
        third_person(base),
        past,
        irregular[-1] if irregular else past,
        _ing(base, doubled),
        topic,
    )
