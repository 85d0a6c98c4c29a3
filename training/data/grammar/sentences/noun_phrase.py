"""Noun phrases: pronouns, names, and determiner + adjective + noun."""

from __future__ import annotations

from dataclasses import dataclass

from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.words.lexicon import FEMALE, MALE, MEN, NOUNS, WOMEN, article, plural

PRONOUNS = {
    "I": ("me", "my", "myself"), "you": ("you", "your", "yourself"), "he": ("him", "his", "himself"),
    "she": ("her", "her", "herself"), "it": ("it", "its", "itself"), "we": ("us", "our", "ourselves"),
    "they": ("them", "their", "themselves"),
}  # fmt: skip
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
THINGS = {noun for nouns in NOUNS.values() for noun in nouns}
PLURAL_OF_DETERMINER = {
    "the": "the",
    "a": "some",
    "this": "these",
    "that": "those",
    "own": "own",
    "": "",
}


@dataclass(frozen=True)
class NounPhrase:
    """A pronoun, one or two names, or determiner + adjective + noun."""

    noun: str  # singular
    kind: str  # "noun" | "name" | "pronoun"
    determiner: str = ""
    adjective: str = ""
    is_plural: bool = False
    second: str = ""  # "Anna and Ben"

    @property
    def pronoun(self) -> str:
        """Subject pronoun in its place; raises NotApplicable when he or she is open."""
        if self.kind == "pronoun":
            return self.noun
        if self.is_plural:
            return "they"
        for pronoun, nouns in (("she", (*WOMEN, *FEMALE)), ("he", (*MEN, *MALE))):
            if self.noun in nouns:
                return pronoun
        if self.is_thing:
            return "it"
        raise NotApplicable(self.noun)

    @property
    def is_thing(self) -> bool:
        return self.kind == "noun" and self.determiner != "" and self.noun in THINGS

    @property
    def agreement(self) -> str:
        if self.kind == "pronoun":
            return {"I": "I", "he": "he", "she": "he", "it": "he"}.get(self.noun, "they")
        return "they" if self.is_plural else "he"

    def head(self) -> str:
        return plural(self.noun) if self.kind == "noun" and self.is_plural else self.noun

    def text(self, owner: str = "", as_object: bool = False) -> str:
        if self.kind == "pronoun":
            return PRONOUNS[self.noun][0] if as_object else self.noun
        if self.kind == "name":
            return f"{self.noun} and {self.second}" if self.second else self.noun
        rest = f"{self.adjective} {self.head()}".strip()
        determiner = self.determiner
        if determiner == "own":
            determiner = PRONOUNS[owner][1]
        elif self.is_plural:
            determiner = PLURAL_OF_DETERMINER.get(determiner, determiner)
        elif determiner == "a":
            determiner = article(rest)
        return f"{determiner} {rest}".strip()
