"""Scores an answer against the expected one; the same definitions as src/shared/metrics.ts."""

from __future__ import annotations

import re


def normalise_answer(text: str) -> str:
    """Strips, makes every run of white space one space, drops a final full stop; keeps case."""
    return re.sub(r"\.$", "", re.sub(r"\s+", " ", text.strip())).strip()


def rouge_l(answer: str, expected: str) -> float:
    """ROUGE-L F1 (Lin 2004) over lower-case runs of letters and digits, without stemming."""
    a, b = (re.findall(r"[^\W_]+", text.lower()) for text in (answer, expected))
    if not a or not b:
        return float(len(a) == len(b))
    previous = [0] * (len(b) + 1)
    for left in a:
        current = [0]
        for index, right in enumerate(b):
            same = (
                previous[index] + 1 if left == right else max(previous[index + 1], current[index])
            )
            current.append(same)
        previous = current
    return 2 * previous[-1] / (len(a) + len(b))


def score(metric: str, answer: str, expected: str) -> float:
    """Score of an answer from 0 to 1; `metric` is "exact" or "rouge"."""
    if metric == "exact":
        return float(normalise_answer(answer) == normalise_answer(expected))
    if metric == "rouge":
        return rouge_l(answer, expected)
    raise ValueError(f"Unknown metric {metric!r}.")
