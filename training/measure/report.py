"""Results of an evaluation as a Markdown table and plots."""

from __future__ import annotations

from pathlib import Path

LABELS = {
    "base": "base",
    "prompt": "base + description as prompt",
    "few_shot": "3 examples in context",
    "averaged": "averaged LoRA",
    "multitask": "multi-task LoRA",
    "instructed": "multi-task LoRA + description as prompt",
    "gibberish": "T2L, gibberish",
    "other": "T2L, another task's description",
    "mirror": "T2L, description of a task of the same inputs",
    "own_mirrored": "T2L, own description, on the inputs of the row above",
    "own": "T2L, own description",
    "own_mean": "T2L, own, mean of all descriptions",
    "own_worst": "T2L, own, worst description of each task",
    "shown": "T2L, own description and 3 examples",
    "shown_other": "T2L, own description and another task's 3 examples",
    "shown_alone": "T2L, 3 examples alone",
    "oracle": "oracle LoRA",
}
FAMILY_CONDITIONS = ("base", "gibberish", "own", "oracle")
Results = dict[str, dict]
"""Results of training.commands.evaluate by label."""


def markdown(results: Results) -> str:
    """The whole report; every number of it comes from the results."""
    first = next(iter(results.values()))
    lines = [
        "# Evaluation",
        "",
        f"{len(first['tasks'])} tasks ({first['split']}), {first['examples_per_task']} test examples "
        "each, greedy. Score averaged over tasks, 95 % bootstrap interval over tasks.",
    ]
    for part, title in (
        ("exact", "Exact match: the tasks scored by it"),
        ("rouge", "ROUGE-L: the tasks scored by it"),
        ("conditions", "All tasks, each by its own metric"),
    ):
        if any(result[part] for result in results.values()):
            lines += ["", f"## {title}", "", *_table(results, part)]
    lines += ["", "## What the description does", "", *_ratios(results)]
    lines += ["", "## By family", "", *_families(results)]
    return "\n".join(lines) + "\n"


def _table(results: Results, part: str) -> list[str]:
    rows = [
        (label, [_interval(result[part].get(condition)) for result in results.values()])
        for condition, label in LABELS.items()
        if any(condition in result[part] for result in results.values())
    ]
    return _rows(["condition", *results], [[label, *cells] for label, cells in rows])


def _ratios(results: Results) -> list[str]:
    """Shares of the own description's score, from the tasks scored by exact match if any."""
    cells = []
    for label, result in results.items():
        scores = result["exact"] or result["conditions"]
        own = scores.get("own", {}).get("score", 0)
        row = [label]
        for condition in ("gibberish", "other", "multitask"):
            known = own and condition in scores
            row.append(f"{scores[condition]['score'] / own:.2f}" if known else "")
        stability, oracle = result.get("paraphrases"), result.get("share_of_oracle")
        known = stability and stability["worst_to_mean"] is not None
        row.append(f"{stability['worst_to_mean']:.2f}" if known else "")
        row.append(_interval(stability["spread"]) if stability else "")
        known = oracle and oracle["share"] is not None
        row.append(f"{oracle['share']:.2f} ({oracle['tasks']} tasks)" if known else "")
        cells.append(row)
    heads = ["", "gibberish / own", "another's / own", "multi-task / own"]
    return _rows([*heads, "worst / mean", "best − worst description", "own / oracle"], cells)


def _families(results: Results) -> list[str]:
    label, result = next(iter(results.items()))
    known = [c for c in FAMILY_CONDITIONS if c in result["conditions"]]
    cells = [
        [family, str(of["tasks"])]
        + [_percent(of["conditions"][c]) if c in of["conditions"] else "" for c in known]
        for family, of in result["families"].items()
    ]
    return [f"{label}:", "", *_rows(["family", "tasks", *(LABELS[c] for c in known)], cells)]


def _rows(heads: list[str], cells: list[list[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *cells]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _interval(value: dict | None) -> str:
    if value is None:
        return ""
    return f"{_percent(value['score'])} ({100 * value['low']:.1f}–{100 * value['high']:.1f})"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def draw(results: Results, folder: Path) -> None:
    """Draws conditions.png, families.png and, when paraphrases were measured, paraphrases.png."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    def finish(figure, axes, name: str) -> None:
        axes.legend(loc="upper right")
        figure.savefig(folder / name, dpi=120)
        pyplot.close(figure)

    known = [c for c in LABELS if any(c in result["conditions"] for result in results.values())]
    height = 0.8 / len(results)
    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.45 * len(known)), constrained_layout=True)
    for place, (label, result) in enumerate(results.items()):
        points = [
            (y, result["conditions"][c]) for y, c in enumerate(known) if c in result["conditions"]
        ]
        scores = [100 * value["score"] for _, value in points]
        errors = [
            [100 * (value["score"] - value["low"]) for _, value in points],
            [100 * (value["high"] - value["score"]) for _, value in points],
        ]
        heights = [y + (place - (len(results) - 1) / 2) * height for y, _ in points]
        axes.barh(heights, scores, height, xerr=errors, label=label, error_kw={"linewidth": 1})
    axes.set_yticks(range(len(known)), [LABELS[c] for c in known])
    axes.invert_yaxis()
    axes.set_xlabel("score, mean over tasks (%)")
    finish(figure, axes, "conditions.png")

    result = next(iter(results.values()))
    families = list(result["families"])
    known = [c for c in FAMILY_CONDITIONS if c in result["conditions"]]
    width = 0.8 / max(1, len(known))
    figure, axes = pyplot.subplots(figsize=(10, 4.5), constrained_layout=True)
    for place, condition in enumerate(known):
        scores = [
            100 * result["families"][family]["conditions"].get(condition, 0) for family in families
        ]
        axes.bar(
            [x + place * width for x in range(len(families))],
            scores,
            width,
            label=LABELS[condition],
        )
    axes.set_xticks(
        [x + 0.4 - width / 2 for x in range(len(families))], families, rotation=60, ha="right"
    )
    axes.set_ylabel("score, mean over tasks (%)")
    finish(figure, axes, "families.png")

    if "paraphrases" in result:
        tasks = sorted(result["paraphrases"]["tasks"].values(), key=lambda v: -sum(v) / len(v))
        figure, axes = pyplot.subplots(figsize=(8, 4.5), constrained_layout=True)
        ranks = range(1, len(tasks) + 1)
        axes.vlines(ranks, [100 * min(v) for v in tasks], [100 * max(v) for v in tasks], linewidth=1,
                    label="worst to best description")  # fmt: skip
        axes.plot(
            ranks, [100 * sum(v) / len(v) for v in tasks], ".", label="mean of its descriptions"
        )
        axes.set_xlabel("tasks, best first")
        axes.set_ylabel("score (%)")
        finish(figure, axes, "paraphrases.png")
