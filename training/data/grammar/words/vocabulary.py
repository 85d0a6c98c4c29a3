"""Words and names the task grammar fills its inputs with; everything here is our own, CC0."""

from __future__ import annotations

import re
from pathlib import Path

from tokenizers import Tokenizer

from training.machine.files import read_table

_DATA = read_table(Path(__file__).with_suffix(".json"))
CATEGORIES: dict[str, tuple[str, ...]] = _DATA["categories"]
FIRST_NAMES = _DATA["first_names"]
LAST_NAMES = _DATA["last_names"]
CITIES = _DATA["cities"]
COMPANY_WORDS = _DATA["company_words"]
ITEMS_FOR_SALE = _DATA["items_for_sale"]
MONTHS = _DATA["months"]
WEEKDAYS = _DATA["weekdays"]

Relation = tuple[str, str, tuple[tuple[str, str], ...]]
"""Phrase that asks for the second word of a pair, one for the first, or "", and the pairs."""
LEXICONS: dict[str, Relation] = _DATA["lexicons"]


def common_words(tokenizer: Tokenizer, count: int = 5000) -> list[str]:
    """First `count` plain lower-case words of the base model's vocabulary, frequent first."""
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    words = [token[1:] for token, _ in vocabulary if re.fullmatch(r"Ġ[a-z]{4,9}", token)]
    return words[:count]
