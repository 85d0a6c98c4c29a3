"""Plans of grammar tasks, made of an input format, one or more steps, and an output format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

Value = Any
"""Value of a step: str, list[str], int, datetime.date, dict[str, str] or a clause, by kind."""


class NotApplicable(ValueError):
    """The text cannot be read in this format, or the step is undefined for the value."""


@dataclass(frozen=True)
class Format:
    """One way to write a kind of value; `parse` raises NotApplicable for anything else."""

    kind: str
    name: str
    nouns: tuple[str, ...]  # as an input: "a comma-separated list"
    manners: tuple[str, ...]  # as an output: "separated by commas"
    write: Callable[[Value], str]
    parse: Callable[[str], Value]


@dataclass(frozen=True)
class Step:
    """A function of values with the ways to ask for it, as imperative phrases."""

    kind: str
    result: str  # kind of the outcome
    name: str
    phrases: tuple[str, ...]
    apply: Callable[[Value], Value]
    family: str


@dataclass(frozen=True)
class Domain:
    """Source of values of a kind, and the names they go by ("words", "animals")."""

    kind: str
    name: str
    nouns: tuple[str, ...]
    sample: Callable[[Random], Value]
    formats: tuple[Format, ...]


@dataclass(frozen=True)
class Plan:
    domain: Domain
    source: Format
    steps: tuple[Step, ...]
    target: Format

    @property
    def name(self) -> str:
        steps = "+".join(step.name for step in self.steps) or "rewrite"
        return f"{self.domain.name}:{self.source.name}>{steps}>{self.target.name}"

    @property
    def family(self) -> str:
        return self.steps[0].family if self.steps else "format"

    def apply(self, text: str) -> str:
        """The task as a function of text; raises NotApplicable."""
        return self.answer(self.read(text))

    def read(self, text: str) -> Value:
        """The value that the text stands for; raises NotApplicable."""
        with _undefined_as_not_applicable():
            return self.source.parse(text)

    def answer(self, value: Value) -> str:
        """Answer to a value that is read already; raises NotApplicable."""
        with _undefined_as_not_applicable():
            for step in self.steps:
                value = step.apply(value)
            output = self.target.write(value)
        if not output.strip():
            raise NotApplicable("an empty answer")
        return output

    def example(self, random: Random) -> dict[str, str]:
        text = self.source.write(self.domain.sample(random))
        return {"input": text, "output": self.apply(text)}


@contextmanager
def _undefined_as_not_applicable() -> Iterator[None]:
    try:
        yield
    except NotApplicable:
        raise
    except (ValueError, IndexError, KeyError, OverflowError, AttributeError, TypeError) as error:
        raise NotApplicable(str(error)) from error
