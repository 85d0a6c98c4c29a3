"""A variant learns the adapters of a finished hypernetwork, without the base model."""

from dataclasses import replace

import pytest
import torch

from training.data.tasks import read_task
from training.hypernetworks.trained import Trained, load_checkpoint
from training.loop.optimizer import NonFiniteLoss
from training.loop.run import run
from training.regression.distillation import (
    DistillationConfig,
    DistillationTrainer,
    factor_error,
    inner_product,
    relative_error,
    take_over,
)
from training.tests.tiny import tiny_hypernetwork, write_task
from training.tests.vectors import RandomReader

CONFIG = DistillationConfig(
    descriptions_per_step=4, steps=60, warm_up_steps=2, validate_every=20,
    learning_rate=5e-3,
)  # fmt: skip
DESCRIPTIONS = {"train": ["one", "two"], "eval": ["three"]}


@pytest.fixture
def tasks(tmp_path):
    return [
        read_task(write_task(tmp_path, name, descriptions=DESCRIPTIONS))
        for name in ("alpha", "beta", "gamma")
    ]


def trainer(tasks, **change) -> DistillationTrainer:
    config = replace(CONFIG, **change)
    teacher = Trained(tiny_hypernetwork("L").eval(), [{"training": "sft"}])
    return DistillationTrainer(config, teacher, tasks[:2], tasks[2:], RandomReader(6), "teacher")


def delta(pair):
    A, B = pair
    return B.transpose(-1, -2) @ A


def test_the_error_is_that_of_whole_matrices():
    ours, wanted = (
        tiny_hypernetwork("M")(torch.randn(3, 6)),
        tiny_hypernetwork("L")(torch.randn(3, 6)),
    )
    squares = sum((delta(ours[m]) - delta(wanted[m])).square().sum((1, 2, 3)) for m in wanted)
    sizes = sum(delta(wanted[m]).square().sum((1, 2, 3)) for m in wanted)
    torch.testing.assert_close(relative_error(ours, wanted), squares / sizes.mean())
    whole = delta(wanted["q_proj"]).square().sum((-1, -2))
    torch.testing.assert_close(inner_product(wanted["q_proj"], wanted["q_proj"]), whole)
    assert relative_error(wanted, wanted).abs().max() < 1e-5 and factor_error(wanted, wanted) == 0


def test_a_student_of_means_depends_less_on_the_wording(tasks):
    trained = trainer(tasks, variant="L", descriptions_per_task=2)
    vectors = trained.reader.read(DESCRIPTIONS["train"])

    def distance(hypernetwork):
        adapter = hypernetwork.eval()(vectors)
        return relative_error(
            {module: tuple(factor[:1] for factor in pair) for module, pair in adapter.items()},
            {module: tuple(factor[1:] for factor in pair) for module, pair in adapter.items()},
        ).item()

    for _ in range(CONFIG.steps):
        trained.step()
    assert distance(trained.hypernetwork) < 0.5 * distance(trained.teacher)


@pytest.mark.parametrize("variant", ["M", "S"])
def test_the_error_falls(tasks, variant):
    trained = trainer(tasks, variant=variant)
    losses = [trained.step()["train"] for _ in range(CONFIG.steps)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])
    assert set(trained.validate()) == {"own", "gibberish"}


def test_shared_weights_are_taken_over_and_the_same_variant_is_a_copy():
    teacher, copy = tiny_hypernetwork("L"), tiny_hypernetwork("L", seed=5)
    take_over(copy, teacher)
    x = torch.randn(2, 6)
    assert relative_error(copy(x), teacher(x)).max() < 1e-5
    small = tiny_hypernetwork("S", seed=5)
    take_over(small, teacher)
    assert torch.equal(small.mlp1.up.weight, teacher.mlp1.up.weight)


def test_a_resumed_run_equals_an_uninterrupted_one(tasks, tmp_path):
    whole, first, second = (trainer(tasks) for _ in range(3))
    for _ in range(6):
        whole.step()
    for _ in range(3):
        first.step()
    first.save(tmp_path / "checkpoint.pt")
    second.restore(tmp_path / "checkpoint.pt")
    for _ in range(3):
        second.step()
    pairs = zip(whole.hypernetwork.parameters(), second.hypernetwork.parameters())
    assert all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize(
    "variant, kinds", [("S", ["distillation"]), ("L", ["sft", "distillation"])]
)
def test_a_run_ends_with_a_checkpoint_that_tells_its_stages(tasks, tmp_path, variant, kinds):
    trained = trainer(tasks, steps=4, variant=variant)
    run(trained, tmp_path, trained.validate)
    trained = load_checkpoint(tmp_path / "checkpoint.pt")
    assert trained.hypernetwork.config.variant == variant
    assert [stage["training"] for stage in trained.stages] == kinds
    assert trained.stages[-1]["teacher"] == "teacher"


def test_a_loss_that_is_not_finite_stops_before_the_weights_change(tasks):
    trained = trainer(tasks)
    with torch.no_grad():
        trained.teacher.heads["q_proj"].bias.fill_(float("nan"))
    before = [weight.detach().clone() for weight in trained.hypernetwork.parameters()]
    with pytest.raises(NonFiniteLoss):
        trained.step()
    assert all(torch.equal(a, b) for a, b in zip(before, trained.hypernetwork.parameters()))
