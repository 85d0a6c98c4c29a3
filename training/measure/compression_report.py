"""One result, a table and a figure of what training.commands.compression.measure wrote.

The folder is that of runs/reconstruction.sh: a folder for every size of the library, in it
library.json and a folder for every run.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .statistics import RESAMPLES
from .summary import rows_of

MARKED_COMPRESSION = 0.8
"""What the claim "80 % smaller, 1.2 % worse" speaks of."""
FORM_MARKERS = {"squared": "o", "delta_w": "s", "factorised": "^"}


def share_of_own(row: dict[str, float], own: dict[str, float]) -> dict[str, float]:
    """Mean score over the LoRAs' own, with a 95 % bootstrap interval over tasks, both resampled alike."""
    names = sorted(own)
    ours, theirs = (np.array([scores[name] for name in names]) for scores in (row, own))
    picks = np.random.default_rng(0).integers(len(names), size=(RESAMPLES, len(names)))
    shares = ours[picks].sum(1) / theirs[picks].sum(1).clip(min=1e-9)
    low, high = np.percentile(shares, [2.5, 97.5])
    return {"share": float(ours.sum() / theirs.sum()), "low": float(low), "high": float(high)}


def last_loss(history: Path) -> dict:
    """Step, training loss (mean of the last three records) and minutes of a run."""
    records = [json.loads(line) for line in history.read_text().splitlines()]
    losses = [record["train"] for record in records[-3:]]
    minutes = round(records[-1]["seconds"] / 60, 1)
    return {"steps": records[-1]["step"], "loss": sum(losses) / len(losses), "minutes": minutes}


def of_run(folder: Path, own: dict[str, float]) -> dict:
    """What the result says of one run; `own` are its library's scores."""
    result = json.loads((folder / "compression.json").read_text())
    training = result["training"]
    rows = rows_of(result)
    return {
        "name": folder.name,
        "variant": result["config"]["variant"],
        "form": training["form"],
        "latent_size": result["config"]["latent_size"],
        "head_input_size": result["config"]["head_input_size"],
        "encoding": training["encoding"],
        "numbers": result["numbers"],
        "compression": result["compression"],
        **last_loss(folder / "history.jsonl"),
        "delta_w_error": result["delta_w_error"],
        "scores": result["conditions"],
        "share": {row: share_of_own(scores, own) for row, scores in rows.items()},
        "tasks": result["tasks"],
    }


def of_cut(path: Path, own: dict[str, float]) -> dict:
    """Rank that every LoRA was cut to -> what that saves and keeps."""
    if not path.exists():
        return {}
    result = json.loads(path.read_text())
    return {
        rank: result["cut"][rank] | {"share": share_of_own(scores, own)}
        for rank, scores in rows_of(result).items()
    }


def collect(folder: Path) -> dict:
    """Size of the library -> its own scores and its runs."""
    sizes = {}
    for place in sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name)):
        if not (place / "library.json").exists():
            continue
        library = json.loads((place / "library.json").read_text())
        own = rows_of(library)["oracle"]
        done = sorted(place.glob("*/compression.json"))
        sizes[place.name] = {
            "loras": library["loras"],
            "numbers": library["library_numbers"],
            "examples_per_task": library["examples_per_task"],
            "scores": library["conditions"],
            "averaged_share": share_of_own(rows_of(library)["averaged"], own),
            "tasks": library["tasks"],
            "cut": of_cut(place / "cut.json", own),
            "runs": [of_run(path.parent, own) for path in done],
        }
    return {"marked_compression": MARKED_COMPRESSION, "libraries": sizes}


def table(result: dict) -> str:
    """A Markdown row for every run."""
    lines = [
        "| LoRAs | hypernetwork | form | numbers | compression | ΔW error, q and v | trained description |"
        " own | another's | gibberish |",
        "| --- " * 10 + "|",
    ]
    for size in result["libraries"].values():
        for run in sorted(size["runs"], key=lambda run: (run["form"], run["compression"])):
            error = ", ".join(f"{value:.2f}" for value in run["delta_w_error"].values())
            shares = [
                f"{100 * run['share'][row]['share']:.0f} %" if row in run["share"] else ""
                for row in ("trained", "own", "other", "gibberish")
            ]
            kind = f"{run['variant']}, {run['latent_size']} and {run['head_input_size']}"
            cells = [str(size["loras"]), kind, run["form"], f"{run['numbers'] / 1e6:.2f} M"]
            cells += [f"{100 * run['compression']:.0f} %", error, *shares]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def draw(result: dict, picture: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(9, 5), constrained_layout=True)
    for number, size in enumerate(result["libraries"].values()):
        colour = f"C{number}"
        label = f"{size['loras']} LoRAs"
        for run in size["runs"]:
            share = run["share"]["trained"]
            x, y = 100 * (1 - run["compression"]), 100 * share["share"]
            spread = [[y - 100 * share["low"]], [100 * share["high"] - y]]
            marker = FORM_MARKERS[run["form"]]
            axes.errorbar(x, y, spread, color=colour, marker=marker, label=label, capsize=2)
            axes.annotate(run["variant"], (x, y), xytext=(5, 5), textcoords="offset points")
            label = None
        for rank, of_rank in size["cut"].items():
            x, y = 100 * (1 - of_rank["compression"]), 100 * of_rank["share"]["share"]
            axes.plot(x, y, color=colour, marker="x", linestyle="")
            text, below = rank.replace("_", " "), (5, 6 - 16 * number)
            axes.annotate(text, (x, y), below, textcoords="offset points", fontsize=8, color=colour)
        mean = 100 * size["averaged_share"]["share"]
        axes.axhline(mean, color=colour, linestyle=":", linewidth=1)
        text = f"the mean of {size['loras']} LoRAs for all"
        # Right of the axes' left edge, wherever that is.
        place = axes.get_yaxis_transform()
        axes.text(0.01, mean, text, transform=place, va="bottom", color=colour, fontsize=8)
    marked = 100 * (1 - MARKED_COMPRESSION)
    axes.axvline(marked, color="grey", linestyle="--", linewidth=1)
    axes.annotate(
        f"{100 * MARKED_COMPRESSION:.0f} % smaller", (marked, 3), rotation=90, ha="right"
    )
    axes.axvline(100, color="grey", linewidth=0.8)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g} %")
    axes.axhline(100, color="grey", linewidth=0.8)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("numbers of the hypernetwork over numbers of the library")
    axes.set_ylabel("score as a share of the LoRAs' own (%)")
    for form, marker in FORM_MARKERS.items():
        if any(run["form"] == form for s in result["libraries"].values() for run in s["runs"]):
            axes.plot([], [], color="grey", marker=marker, linestyle="", label=f"loss: {form}")
    if any(size["cut"] for size in result["libraries"].values()):
        label = "each LoRA cut to its first directions"
        axes.plot([], [], color="grey", marker="x", linestyle="", label=label)
    axes.legend(loc="lower right")
    figure.savefig(picture, dpi=120)
    pyplot.close(figure)
