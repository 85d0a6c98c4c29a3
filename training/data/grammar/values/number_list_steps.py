"""Steps on lists of numbers: sums, order, selection and changes to every number."""

from __future__ import annotations

from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Step
from training.machine.files import read_table

from .list_steps import kept

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def _numbers(items: list[str]) -> list[int]:
    return [int(item) for item in items]


def arithmetic(random: Random, words: list[str]) -> Step:
    limit = random.choice([20, 30, 40, 50, 60, 70])
    by = random.randint(1, 9)
    number_options = [
        ("sum", _say("arithmetic", "sum"), sum),
        ("max", _say("arithmetic", "max"), max),
        ("min", _say("arithmetic", "min"), min),
        ("range", _say("arithmetic", "range"), lambda v: max(v) - min(v)),
        (
            "evens",
            _say("arithmetic", "evens"),
            lambda v: sum(n % 2 == 0 for n in v),
        ),
        (
            f"above{limit}",
            _say("arithmetic", "above", limit=limit),
            lambda v: sum(n > limit for n in v),
        ),
        ("first_plus_last", _say("arithmetic", "first_plus_last"), lambda v: v[0] + v[-1]),
        ("second_largest", _say("arithmetic", "second_largest"), lambda v: sorted(v)[-2]),
    ]
    list_options = [
        ("sort_up", _say("arithmetic", "sort_up"), sorted),
        ("sort_down", _say("arithmetic", "sort_down"), lambda v: sorted(v, reverse=True)),
        ("even_only", _say("arithmetic", "even_only"), lambda v: [n for n in v if n % 2 == 0]),
        ("odd_only", _say("arithmetic", "odd_only"), lambda v: [n for n in v if n % 2]),
        (
            f"over{limit}",
            _say("arithmetic", "over", limit=limit),
            lambda v: [n for n in v if n > limit],
        ),
        (
            f"under{limit}",
            _say("arithmetic", "under", limit=limit),
            lambda v: [n for n in v if n < limit],
        ),
        (f"plus{by}", _say("arithmetic", "plus", by=by), lambda v: [n + by for n in v]),
        ("double", _say("arithmetic", "double"), lambda v: [2 * n for n in v]),
        (
            "tens",
            _say("arithmetic", "tens"),
            lambda v: [10 * n for n in v],
        ),
        ("without_max", _say("arithmetic", "without_max"), lambda v: [n for n in v if n != max(v)]),
        ("without_min", _say("arithmetic", "without_min"), lambda v: [n for n in v if n != min(v)]),
        ("extremes", _say("arithmetic", "extremes"), lambda v: [min(v), max(v)]),
    ]
    if random.random() < 0.45:
        name, phrases, apply = random.choice(number_options)
        return Step("numbers", "number", name, phrases, lambda v: apply(_numbers(v)), "math")
    name, phrases, apply = random.choice(list_options)
    return Step(
        "numbers",
        "numbers",
        name,
        phrases,
        lambda v: kept([str(n) for n in apply(_numbers(v))]),
        "math",
    )


NUMBER_LIST_STEPS = ((arithmetic, 1),)
