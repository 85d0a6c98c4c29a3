"""Means with intervals of the scores of all answers, by condition, metric and family."""

from __future__ import annotations

from training.data.tasks import Task

from .statistics import bootstrap_mean

Scores = dict[str, dict[int, dict[int, float]]]
"""Scores by task, number of the example and place of the question (of the description)."""


def condition_scores(condition: str, scores: Scores) -> dict[str, dict[str, float]]:
    """Scores by row of the table and task.

    "paraphrases" gives three rows: "own" takes the descriptions in turn, one an example;
    "own_mean" is the mean over the descriptions, each on every example; "own_worst" is the score
    of the description that does worst on that task. "mirror" gives "own_mirrored" as well, the own
    description on the same examples.
    """
    if condition == "mirror":
        each = {task: description_scores(answers) for task, answers in scores.items()}
        return {
            "mirror": {task: mirror for task, (mirror, _) in each.items()},
            "own_mirrored": {task: own for task, (_, own) in each.items()},
        }
    if condition != "paraphrases":
        return {condition: {task: _mean(_in_turn(answers)) for task, answers in scores.items()}}
    each = {task: description_scores(answers) for task, answers in scores.items()}
    return {
        "own": {task: _mean(_in_turn(answers)) for task, answers in scores.items()},
        "own_mean": {task: _mean(values) for task, values in each.items()},
        "own_worst": {task: min(values) for task, values in each.items()},
    }


def description_scores(answers: dict[int, dict[int, float]]) -> list[float]:
    """Mean over a task's examples for every description."""
    places = sorted(next(iter(answers.values())))
    return [_mean([of_example[place] for of_example in answers.values()]) for place in places]


def rows_of(result: dict) -> dict[str, dict[str, float]]:
    """Scores by row of the table and task, of a result that `summarise` made."""
    rows: dict[str, dict[str, float]] = {}
    for task, scores in result["tasks"].items():
        for row, value in scores.items():
            rows.setdefault(row, {})[task] = value
    return rows


def summarise(
    tasks: list[Task],
    by_condition: dict[str, Scores],
    known: dict[str, dict[str, float]] | None = None,
) -> dict:
    """Summary of an evaluation, with 95 % bootstrap intervals over tasks.

    "exact" and "rouge" hold the tasks of that metric.

    `known` are rows measured before, which those of `by_condition` replace.
    """
    rows = dict(known or {})
    for condition, scores in by_condition.items():
        rows |= condition_scores(condition, scores)
    metrics = {task.name: task.metric for task in tasks}
    families: dict[str, list[str]] = {}
    for task in tasks:
        families.setdefault(task.family, []).append(task.name)
    result = {
        "conditions": _intervals(rows, set(metrics)),
        "exact": _intervals(rows, {name for name, metric in metrics.items() if metric == "exact"}),
        "rouge": _intervals(rows, {name for name, metric in metrics.items() if metric == "rouge"}),
        "families": {
            family: {"tasks": len(names), "conditions": _means(rows, set(names))}
            for family, names in sorted(families.items())
        },
        "tasks": {
            task.name: {
                row: scores[task.name] for row, scores in rows.items() if task.name in scores
            }
            for task in tasks
        },
    }
    if "oracle" in rows and "own" in rows:
        result["share_of_oracle"] = _share_of_oracle(rows)
    if "paraphrases" in by_condition:
        result["paraphrases"] = _stability(by_condition["paraphrases"])
    return result


def _stability(scores: Scores) -> dict:
    """Dependence on the wording: best minus worst description of a task."""
    each = {task: description_scores(answers) for task, answers in scores.items()}
    spread = [max(values) - min(values) for values in each.values()]
    mean = _mean([_mean(values) for values in each.values()])
    worst = _mean([min(values) for values in each.values()])
    return {
        "spread": bootstrap_mean(spread),
        "worst_to_mean": worst / mean if mean else None,
        "tasks": each,
    }


def _share_of_oracle(rows: dict[str, dict[str, float]]) -> dict:
    """Own description over oracle, both averaged over the tasks that have an oracle."""
    names = [name for name in rows["oracle"] if name in rows["own"]]
    own, oracle = (_mean([rows[row][name] for name in names]) for row in ("own", "oracle"))
    return {
        "tasks": len(names),
        "own": own,
        "oracle": oracle,
        "share": own / oracle if oracle else None,
    }


def _intervals(rows: dict[str, dict[str, float]], names: set[str]) -> dict:
    picked = {
        row: [value for task, value in scores.items() if task in names]
        for row, scores in rows.items()
    }
    return {row: bootstrap_mean(values) for row, values in picked.items() if values}


def _means(rows: dict[str, dict[str, float]], names: set[str]) -> dict[str, float]:
    intervals = {
        row: [value for task, value in scores.items() if task in names]
        for row, scores in rows.items()
    }
    return {row: _mean(values) for row, values in intervals.items() if values}


def _in_turn(answers: dict[int, dict[int, float]]) -> list[float]:
    """Scores of example n with description n modulo their number."""
    return [of_example[number % len(of_example)] for number, of_example in answers.items()]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
