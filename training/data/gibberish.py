"""Descriptions of no meaning, and the descriptions that validation compares."""

from __future__ import annotations

import random
import string


def validation_descriptions(own: list[str]) -> dict[str, list[str]]:
    """Descriptions by condition, one a task: its own, another task's, and one of no meaning."""
    shift = len(own) // 2
    return {
        "own": own,
        "other": own[shift:] + own[:shift],
        "gibberish": [gibberish(seed) for seed in range(len(own))],
    }


def gibberish(seed: int, words: int = 9) -> str:
    """Random letters in word shape: the control for "any adapter helps"."""
    generator = random.Random(seed)

    def word() -> str:
        return "".join(generator.choices(string.ascii_lowercase, k=generator.randint(2, 9)))

    return " ".join(word() for _ in range(words)).capitalize() + "."
