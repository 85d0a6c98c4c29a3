import json

import pytest

from training.data.metrics import normalise_answer, rouge_tokens, score
from training.machine.paths import REPOSITORY

GOLDEN = json.loads((REPOSITORY / "tests/fixtures/golden/metrics.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [c for c in GOLDEN["cases"] if c["metric"] != "contains"], ids=str)
def test_the_metrics_of_every_script_are_the_pages(case):
    found = score(case["metric"], case["answer"], case["expected"])
    assert found == pytest.approx(case["score"])


@pytest.mark.parametrize("case", GOLDEN["texts"], ids=str)
def test_texts_are_cut_as_on_the_page(case):
    assert normalise_answer(case["text"]) == case["normalised"]
    assert rouge_tokens(case["text"]) == case["tokens"]
