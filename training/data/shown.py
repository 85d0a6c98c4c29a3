"""Rows that come with a few solved examples of their task, beside the description or in place of it."""

from __future__ import annotations

from dataclasses import replace

from training.base.tokenizer import ChatTokenizer

from .packing import turns_of
from .sampling import Row, TaskSampler, set_apart

MOST_SHOWN = 8
MOST_TURN_TOKENS = 192
"""Tokens of the turns that are read at most: about eight short examples."""
UNDESCRIBED_SHARE = 0.1
"""Share of the rows with examples whose description is left out."""


class ShownExamples:
    """Draws rows of which `share` have one to eight examples shown, other ones than they ask."""

    def __init__(self, tokenizer: ChatTokenizer, share: float):
        self.tokenizer, self.share = tokenizer, share

    def draw(self, sampler: TaskSampler, rows: int, length: int) -> list[Row]:
        """Rows of `length` tokens; what is shown comes on top."""
        drawn = sampler.draw_own(rows, length + MOST_TURN_TOKENS)
        return sampler.crossed([self._shown(sampler, row, length) for row in drawn])

    def _shown(self, sampler: TaskSampler, row: Row, length: int) -> Row:
        random = sampler.random
        is_shown = random.random() < self.share
        is_undescribed = is_shown and random.random() < UNDESCRIBED_SHARE
        count = int(random.integers(1, MOST_SHOWN + 1)) if is_shown else 0
        shown, row = set_apart(row, count, length)
        turns = turns_of(self.tokenizer, shown, MOST_TURN_TOKENS)
        if turns and is_undescribed:
            return replace(row, turns=turns, description="", rewording="")
        return replace(row, turns=turns)
