"""Measures what common faults of a description cost, for the page's advice.

    python -m training.doctor --hypernetwork public/models/smollm2-135m-t2l-l-sft --data DATA \
        --json src/tasks/doctorScores.json

On validation tasks, greedy: the score of a task's own description, of another sound one, and of
the own one with each fault, and the difference to the own one, paired by task. Intervals are
bootstrap over tasks.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import frozen
from .conditions import HypernetworkSource, Question
from .descriptions import encoding_of
from .evaluate import Evaluator, Job
from .export import WEIGHTS, load_exported, sha256
from .metrics import bootstrap_mean
from .summary import description_scores
from .tasks import Task, read_split
from .template import prompt

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
    texts = [wordings(tasks, index) for index in range(len(tasks))]
    means: dict[str, list[float]] = {}
    rows = {}
    for name in texts[0]:
        jobs = [
            Job(task, number, 0, Question(prompt(example["input"]), texts[index][name]))
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="exported folder")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=8)
    parser.add_argument("--max-new-tokens", type=int, default=32)
    frozen.add_options(parser, precision_default="float32")
    parser.add_argument("--json", type=Path, help="src/tasks/doctorScores.json is the page's")
    options = parser.parse_args()
    models = frozen.FrozenModels(vars(options))
    hypernetwork, manifest = load_exported(options.hypernetwork)
    reader = models.reader(encoding_of(hypernetwork.config))
    source = HypernetworkSource(hypernetwork, reader)
    evaluator = Evaluator(models.base, models.tokenizer, {"own": source})
    tasks = read_split(options.data).validation
    result = {
        "hypernetwork": {
            "id": manifest["id"],
            "sha256": sha256(options.hypernetwork / WEIGHTS),
        },
        **measure(evaluator, tasks, options.examples, options.max_new_tokens),
    }
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
