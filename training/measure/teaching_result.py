"""One file a run of lessons: what was taught how, and scores by task, with intervals over tasks."""

from __future__ import annotations

import json
from pathlib import Path

from training.machine.files import write_whole

from .statistics import bootstrap_mean
from .teaching import TaughtScores


class OtherRun(ValueError):
    """A result was measured otherwise than this run would."""


class TeachingResult:
    """Scores by number of examples and task; written whole whenever some are added."""

    def __init__(self, path: Path, facts: dict):
        """Goes on with what the file holds already; `facts` are all that the scores depend on."""
        self.path, self.facts = path, json.loads(json.dumps(facts))
        self.scores: dict[int, dict[str, TaughtScores]] = {}
        self.seconds: dict[int, float] = {}
        if not path.exists():
            return
        earlier = json.loads(path.read_text(encoding="utf-8"))
        differing = [name for name, value in self.facts.items() if earlier.get(name) != value]
        if differing:
            raise OtherRun(f"{path} was measured with other {', '.join(differing)}.")
        for examples, of_tasks in earlier["tasks"].items():
            self.scores[int(examples)] = {
                name: TaughtScores.from_dict(values) for name, values in of_tasks.items()
            }
        self.seconds = {int(examples): value for examples, value in earlier["seconds"].items()}

    def known(self, examples: int) -> set[str]:
        """Names of the tasks that are done."""
        return set(self.scores.get(examples, {}))

    def add(self, examples: int, scores: dict[str, TaughtScores], seconds: float) -> None:
        self.scores.setdefault(examples, {}).update(scores)
        self.seconds[examples] = round(self.seconds.get(examples, 0.0) + seconds, 1)
        text = json.dumps(self.to_dict(), indent=1) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, lambda path: path.write_text(text, encoding="utf-8"))

    def to_dict(self) -> dict:
        return self.facts | {
            "rows": {
                examples: rows([*of_tasks.values()]) for examples, of_tasks in self.scores.items()
            },
            "seconds": self.seconds,
            "tasks": {
                examples: {name: scores.to_dict() for name, scores in sorted(of_tasks.items())}
                for examples, of_tasks in self.scores.items()
            },
        }


def rows(of_tasks: list[TaughtScores]) -> dict[str, dict[str, float]]:
    """Mean with its interval over tasks, after every number of steps that all were measured after.

    "stopped" takes each task at the step whose loss on the examples held back is least.
    """
    common = set.intersection(*(set(scores.steps) for scores in of_tasks))
    table = {
        str(step): bootstrap_mean([scores.steps[step] for scores in of_tasks])
        for step in sorted(common)
    }
    stopped = [scores.stopped for scores in of_tasks]
    if None not in stopped:
        table["stopped"] = bootstrap_mean(stopped)
    return table
