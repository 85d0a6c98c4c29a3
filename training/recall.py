"""Asks an adapter which description it was written from, so that a gist learns to keep its words.

The autoencoding of the in-context autoencoder (Ge et al. 2024): any description is its own answer, so
what a hypernetwork learns of it is not bound to the train tasks.
"""

from __future__ import annotations

from tokenizers import Tokenizer

from .packing import EncodedExample, encode_examples

QUESTION = "What is your task?"


class Recall:
    """Makes examples of descriptions."""

    def __init__(self, tokenizer: Tokenizer, longest: int):
        """`longest`: tokens that the question and its answer may take of a row."""
        self.tokenizer, self.longest = tokenizer, longest

    def example(self, description: str) -> EncodedExample | None:
        """None where the description is too long."""
        asked = [{"input": QUESTION, "output": description}]
        encoded = encode_examples(self.tokenizer, asked, self.longest)
        for item in encoded:
            item.is_recall = True
        return encoded[0] if encoded else None
