"""Cost of common faults of a description, for the page's advice.

On validation tasks, greedy: the score of a task's own description, of another sound one, and of
the own one with each fault, and the difference to the own one, paired by task. Intervals are
bootstrap over tasks.
"""

from __future__ import annotations

import json

from training.data.tasks import Task

from .conditions import Question
from .evaluator import Evaluator, Job
from .statistics import bootstrap_mean
from .summary import description_scores

WORDS_OF_SHORT = 2
PADDING = (
    "Hello! I hope you are well. I was wondering whether you could possibly help me with "
    "something that I have been meaning to ask for a while. {} Thank you so much in advance!"
)


def wordings(tasks: list[Task], index: int) -> dict[str, str]:
    """Own description of a task, another sound one, and the own one with each fault."""
    task = tasks[index]
    own = task.eval_descriptions[0]
    other = tasks[(index + len(tasks) // 2) % len(tasks)].eval_descriptions[0]
    return {
        "own": own,
        "reworded": task.eval_descriptions[1],
        "short": " ".join(own.split()[:WORDS_OF_SHORT]),
        "several": f"{own} {other}",
        "input": f"{own} {task.test_examples[0]['input']}",
        "padded": PADDING.format(own),
    }


def measure(evaluator: Evaluator, tasks: list[Task], per_task: int, longest: int) -> dict:
    """Mean score by wording, and by how much it differs from the own description's."""
    template = evaluator.tokenizer.template
    texts = [wordings(tasks, index) for index in range(len(tasks))]
    means: dict[str, list[float]] = {}
    rows = {}
    for name in texts[0]:
        jobs = [
            Job(task, number, 0, Question(template.prompt(example["input"]), texts[index][name]))
            for index, task in enumerate(tasks)
            for number, example in enumerate(task.test_examples[:per_task])
        ]
        scores = evaluator.score_jobs(jobs, evaluator.sources["own"], longest)
        means[name] = [description_scores(scores[task.name])[0] for task in tasks]
        changes = [value - own for value, own in zip(means[name], means["own"])]
        rows[name] = bootstrap_mean(means[name]) | {"change": bootstrap_mean(changes)}
        print(name, json.dumps(rows[name]), flush=True)
    own = {key: value for key, value in rows.pop("own").items() if key != "change"}
    reworded = rows.pop("reworded")
    return {
        "tasks": len(tasks),
        "inputsPerTask": per_task,
        "own": own,
        "reworded": reworded,
        "faults": rows,
    }
