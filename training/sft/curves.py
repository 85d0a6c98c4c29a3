"""Draws a run's history: training loss beside own / other / gibberish loss on validation tasks."""

from __future__ import annotations

import json
from pathlib import Path

LABELS = {
    "train": "train tasks",
    "taught": "train tasks, after a lesson of other examples",
    "recalled": "recalling the description",
    "own": "validation, own description",
    "other": "validation, another task's description",
    "gibberish": "validation, gibberish",
}


def read_history(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def draw(history: Path, picture: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    records = read_history(history)
    figure, axes = pyplot.subplots(figsize=(8, 4.5), constrained_layout=True)
    for key, label in LABELS.items():
        points = [(r["step"], r[key]) for r in records if key in r]
        if points:
            axes.plot(*zip(*points), label=label, linewidth=1.5)
    axes.set_xlabel("step")
    axes.set_ylabel("cross-entropy of the answer (nats per token)")
    if axes.lines:
        axes.legend()
    figure.savefig(picture, dpi=120)
    pyplot.close(figure)
