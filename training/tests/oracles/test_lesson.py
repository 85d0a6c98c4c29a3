import json

import pytest
from safetensors.torch import load_file

from training.machine.paths import REPOSITORY
from training.oracles.lesson import LessonSettings, learning_rate
from training.oracles.lesson_golden import lesson_golden

COMMITTED = REPOSITORY / "tests/fixtures/golden"


def test_the_rate_rises_and_then_falls_as_a_cosine():
    settings = LessonSettings(steps=8, rate=2.0, warm_up=4)
    rates = [learning_rate(settings, step) for step in range(8)]
    assert rates[:5] == [0.5, 1.0, 1.5, 2.0, 2.0]
    assert rates[6] == pytest.approx(1.0)
    assert rates[5] > rates[6] > rates[7] > 0


def test_a_lesson_without_warm_up_begins_at_the_full_rate():
    assert learning_rate(LessonSettings(steps=2, rate=3.0, warm_up=0), 0) == 3.0


def test_the_committed_golden_lesson_is_what_pytorch_gives(tmp_path):
    lesson_golden(tmp_path)
    ours, committed = [
        json.loads((folder / "lesson.json").read_text()) for folder in (tmp_path, COMMITTED)
    ]
    losses = ours.pop("losses")
    assert losses == pytest.approx(committed.pop("losses"), rel=1e-5)
    assert ours == committed
    assert losses == sorted(losses, reverse=True)
    assert (tmp_path / "lesson.gguf").read_bytes() == (COMMITTED / "lesson.gguf").read_bytes()
    expected = load_file(COMMITTED / "lesson.safetensors")
    found = load_file(tmp_path / "lesson.safetensors")
    assert found.keys() == expected.keys()
    for name, tensor in expected.items():
        assert (found[name] - tensor).norm() <= 1e-4 * tensor.norm(), name
