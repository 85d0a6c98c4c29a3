"""One result, tables and a figure of the files that training.commands.teach wrote."""

from __future__ import annotations

import json
from pathlib import Path

from .teaching import TaughtScores
from .teaching_result import rows

START_LABELS = {
    "own": "what T2L writes for the description",
    "other": "what T2L writes for another task's description",
    "multitask": "the multi-task LoRA",
    "zero": "zero",
}


SAME = ("hypernetwork", "precision", "data", "base", "split", "start", "settings", "plan")
"""What runs of one name have in common."""


def collect(folder: Path) -> dict[str, dict]:
    """Runs by name; those of one name in several folders, of different tasks, are one run.

    Raises ValueError where such runs were measured otherwise. Of each task there are the scores
    after every measured number of steps.
    """
    runs: dict[str, dict] = {}
    for path in sorted(folder.rglob("*.json")):
        part = json.loads(path.read_text(encoding="utf-8"))
        run = runs.setdefault(path.stem, part | {"tasks": {}, "seconds": {}})
        if any(run.get(name) != part.get(name) for name in SAME):
            raise ValueError(f"{path} was measured otherwise than the other {path.stem}.")
        for examples, of_tasks in part["tasks"].items():
            run["tasks"].setdefault(examples, {}).update(of_tasks)
            seconds = run["seconds"].get(examples, 0.0) + part["seconds"][examples]
            run["seconds"][examples] = round(seconds, 1)
    for run in runs.values():
        run["rows"] = {
            examples: rows([TaughtScores.from_dict(scores) for scores in of_tasks.values()])
            for examples, of_tasks in run["tasks"].items()
        }
        run["tasks"] = {
            examples: {name: scores["steps"] for name, scores in sorted(of_tasks.items())}
            for examples, of_tasks in run["tasks"].items()
        }
    return runs


def table(runs: dict[str, dict]) -> str:
    """A Markdown row for every run and number of examples."""
    lines = [
        "| start | examples | rate | warm-up | schedule | trained | pull | steps of the schedule |"
        " tasks × inputs | score after steps |",
        "| --- " * 10 + "|",
    ]
    for run in runs.values():
        settings, plan = run["settings"], run["plan"]
        for examples, rows in run["rows"].items():
            scores = ", ".join(
                f"{step}: {100 * row['score']:.1f} % ({100 * row['low']:.1f}–{100 * row['high']:.1f})"
                for step, row in rows.items()
            )
            cells = [run["start"], examples, f"{settings['rate']:g}", str(settings["warm_up"])]
            cells += [settings["schedule"], settings["trained"], f"{settings['pull']:g}"]
            cells += [str(settings["steps"]), f"{len(run['tasks'][examples])} × {plan['inputs']}"]
            lines.append("| " + " | ".join([*cells, scores]) + " |")
    return "\n".join(lines) + "\n"


def curves(runs: dict[str, dict]) -> dict[str, dict[int, dict[str, float]]]:
    """Start -> number of examples -> score after the last step, with its interval over tasks."""
    found: dict[str, dict[int, dict[str, float]]] = {}
    for run in runs.values():
        for examples, rows in run["rows"].items():
            last = max((step for step in rows if step.isdigit()), key=int)
            found.setdefault(run["start"], {})[int(examples)] = rows[last]
    return {
        start: dict(sorted(found[start].items())) for start in START_LABELS if start in found
    }


def draw(runs: dict[str, dict], picture: Path) -> None:
    """Score over the number of examples, a line for every start."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), constrained_layout=True)
    known = curves(runs)
    ticks = sorted({examples for of_start in known.values() for examples in of_start})
    for number, (start, of_start) in enumerate(known.items()):
        # Beside each other, so that no interval hides another.
        places = [ticks.index(examples) + 0.06 * number for examples in of_start]
        scores = [100 * row["score"] for row in of_start.values()]
        below = [100 * (row["score"] - row["low"]) for row in of_start.values()]
        above = [100 * (row["high"] - row["score"]) for row in of_start.values()]
        label = START_LABELS[start]
        axes.errorbar(places, scores, [below, above], marker="o", capsize=2, label=label)
    axes.set_xticks(range(len(ticks)), ticks)
    axes.set_xlabel("examples taught")
    axes.set_ylabel("exact match on inputs never taught (%)")
    axes.set_ylim(bottom=0)
    axes.legend(loc="lower right", title="the lesson begins with")
    figure.savefig(picture, dpi=120)
    pyplot.close(figure)
