"""Ways to ask for the steps of a module, kept in the JSON file beside it."""

from __future__ import annotations

Table = dict[str, dict[str, tuple[str, ...]]]
"""Phrases by the function that uses them and by the name of the step."""


class Phrases:
    """Looks up phrases and fills their {words} in."""

    def __init__(self, table: Table):
        self.table = table

    def __call__(self, function: str, step: str, **words: object) -> tuple[str, ...]:
        """Phrases as they stand, or with every {word} replaced if any `words` are given."""
        phrases = self.table[function][step]
        return tuple(phrase.format(**words) for phrase in phrases) if words else phrases
