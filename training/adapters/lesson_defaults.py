"""Settings that the page gives a lesson where nobody chose others: src/shared/teachingDefaults.json."""

from __future__ import annotations

import json
import math
from functools import cache

from training.base.record import base_model_record
from training.machine.paths import REPOSITORY

FILE = REPOSITORY / "src" / "shared" / "teachingDefaults.json"
NAMES = {"warmUp": "warm_up", "weightDecay": "weight_decay"}


@cache
def _bases() -> list[dict]:
    """Settings by base model, which a training with lessons needs at every step."""
    return json.loads(FILE.read_text(encoding="utf-8"))["bases"]


def lesson_defaults(parameters: int) -> dict:
    """The page's settings of lessons with a base model of so many parameters, as manifests have them.

    They are those of the base nearest in size: rows by the number of examples `from` which they
    hold, where the lesson begins with an adapter and where it begins at zero.
    """

    def distance(base: dict) -> float:
        return abs(math.log(base_model_record(base["id"]).parameters / parameters))

    nearest = min(_bases(), key=distance)
    return {
        "measured_with": nearest["measuredWith"],
        "by_examples": _renamed(nearest["byExamples"]),
        "by_examples_from_zero": _renamed(nearest["byExamplesFromZero"]),
    }


def _renamed(rows: list[dict]) -> list[dict]:
    return [{NAMES.get(key, key): value for key, value in row.items()} for row in rows]
