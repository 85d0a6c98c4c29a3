"""What a fault costs is measured against the same description without it."""

import pytest

from training.data.tasks import read_task
from training.measure.conditions import HypernetworkSource
from training.measure.doctor import measure, wordings
from training.measure.evaluator import Evaluator
from training.tests.tiny import byte_tokenizer, tiny_base, tiny_hypernetwork, write_task
from training.tests.vectors import RandomReader

DESCRIPTIONS = {"train": ["t"], "eval": ["Do the first thing.", "Another word.", "three", "four"]}


@pytest.fixture
def tasks(tmp_path):
    return [
        read_task(write_task(tmp_path, name, count=40, descriptions=DESCRIPTIONS))
        for name in ("alpha", "beta", "gamma")
    ]


def test_every_wording_holds_its_fault(tasks):
    texts = wordings(tasks, 0)
    own = texts["own"]
    assert own == DESCRIPTIONS["eval"][0] and texts["reworded"] == DESCRIPTIONS["eval"][1]
    assert texts["short"] == "Do the"
    assert texts["several"] == f"{own} {tasks[1].eval_descriptions[0]}"
    assert texts["input"].endswith(tasks[0].test_examples[0]["input"])
    assert own in texts["padded"] and len(texts["padded"]) > 2 * len(own)


def test_changes_are_paired_with_the_own_description(tasks):
    hypernetwork = HypernetworkSource(tiny_hypernetwork("L").eval(), RandomReader(6))
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), {"own": hypernetwork})
    evaluator.score_jobs = lambda jobs, source, longest: {
        job.task.name: {0: {0: float(job.question.key.startswith("Do the first"))}} for job in jobs
    }
    result = measure(evaluator, tasks, per_task=2, longest=4)
    assert result["tasks"] == 3 and result["own"]["score"] == 1.0
    assert result["reworded"]["change"]["score"] == -1.0
    assert result["faults"]["several"]["change"] == {"score": 0.0, "low": 0.0, "high": 0.0}
    assert result["faults"]["short"]["score"] == 0.0


def test_answers_are_asked_of_the_models(tasks):
    hypernetwork = HypernetworkSource(tiny_hypernetwork("L").eval(), RandomReader(6))
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), {"own": hypernetwork})
    result = measure(evaluator, tasks, per_task=2, longest=4)
    assert set(result["faults"]) == {"short", "several", "input", "padded"}
    assert all(0 <= row["score"] <= 1 for row in result["faults"].values())
