import json
from dataclasses import replace

import pytest
import torch

from training.data.packing import pack_rows
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.hypernetworks.latent import TokenStates
from training.hypernetworks.manifest import export
from training.hypernetworks.trained import (
    WeightsError,
    load_checkpoint,
    load_exported,
    load_trained,
)
from training.loop.optimizer import NonFiniteLoss
from training.loop.run import run
from training.measure.throughput import useful_operations
from training.sft.config import TrainConfig
from training.sft.trainer import Trainer
from training.tests.tiny import (
    CONFIG as CONFIG_OF_BASE,
)
from training.tests.tiny import (
    assert_same_adapter,
    reloaded,
    tiny_base,
    tiny_hypernetwork,
    training_tasks,
)
from training.tests.vectors import RandomReader

CONFIG = TrainConfig(
    rank=3, latent_size=16, head_input_size=12, tasks_per_step=2, row_length=96,
    warm_up_steps=2, steps=50, minutes=1e9,
)  # fmt: skip


class RandomTokenReader(RandomReader):
    def read(self, descriptions, turns=None):
        hidden = super().read(descriptions).view(len(descriptions), 2, 192).repeat(1, 1, 2)
        return {"tokens": TokenStates(hidden, torch.ones(len(descriptions), 2))}


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path, ("alpha", "beta", "gamma"))


def trainer(tasks: list[TrainingTask], encoding: str = "sentence") -> Trainer:
    config = replace(CONFIG, encoding=encoding, learning_rate=1e-3)
    reader = RandomReader(384) if encoding == "sentence" else RandomTokenReader(384)
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], config.seed)
    return Trainer(config, tiny_base(), reader, sampler, compiled=False)


def state(trained: Trainer) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in trained.hypernetwork.parameters()]


@pytest.mark.parametrize("encoding", ["sentence", "tokens"])
def test_training_lowers_the_loss(tasks, encoding):
    trained = trainer(tasks, encoding)
    losses = [trained.step()["train"] for _ in range(40)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])


def test_a_resumed_run_equals_an_uninterrupted_one(tasks, tmp_path):
    whole = trainer(tasks)
    for _ in range(6):
        whole.step()
    first = trainer(tasks)
    for _ in range(3):
        first.step()
    first.save(tmp_path / "checkpoint.pt")
    torch.manual_seed(999)
    second = trainer(tasks)
    second.restore(tmp_path / "checkpoint.pt")
    for _ in range(3):
        second.step()
    assert all(torch.equal(a, b) for a, b in zip(state(whole), state(second)))


def test_an_interrupted_write_leaves_the_old_checkpoint(tasks, tmp_path, monkeypatch):
    path = tmp_path / "checkpoint.pt"
    trained = trainer(tasks)
    trained.save(path)
    before = path.read_bytes()

    def broken(state, target):
        target.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", broken)
    with pytest.raises(OSError):
        trained.save(path)
    assert path.read_bytes() == before


def test_a_loss_that_is_not_finite_stops_before_the_weights_change(tasks):
    trained = trainer(tasks)
    trained.base.embedding[:] = float("nan")
    before = state(trained)
    with pytest.raises(NonFiniteLoss):
        trained.step()
    assert all(torch.equal(a, b) for a, b in zip(before, state(trained)))


def test_validation_reports_own_other_and_gibberish(tasks):
    result = trainer(tasks).validate(tasks)
    assert set(result) == {"own", "other", "gibberish"}
    assert all(value > 0 for value in result.values())


@pytest.mark.parametrize("token_sizes", [{}, {"tokens": 6}])
@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_an_exported_hypernetwork_reloads_to_the_same_adapter(variant, token_sizes, tmp_path):
    hypernetwork = tiny_hypernetwork(variant, token_sizes=token_sizes).half().float().eval()
    loaded, manifest = reloaded(hypernetwork, tmp_path)
    assert manifest["variant"] == variant and manifest["parameters"] > 0
    description = torch.randn(2, 6)
    if token_sizes:
        description = {"tokens": TokenStates(torch.randn(2, 4, 6), torch.ones(2, 4))}
    assert_same_adapter(hypernetwork(description), loaded(description))


def test_a_checkpoint_holds_what_export_needs(tasks, tmp_path):
    trained = trainer(tasks)
    trained.step()
    trained.save(tmp_path / "checkpoint.pt")
    saved = load_checkpoint(tmp_path / "checkpoint.pt")
    (stage,) = saved.stages
    assert stage["training"] == "sft" and stage["steps"] == 1 and stage["tasks"] == 3
    vectors = torch.randn(1, 384)
    expected = trained.hypernetwork.eval()(vectors)["q_proj"][1]
    assert torch.equal(saved.hypernetwork(vectors)["q_proj"][1], expected)


def test_fewer_validation_tasks_than_rows_of_a_step_are_still_measured(tasks):
    trained = trainer(tasks)
    trained.config = replace(CONFIG, tasks_per_step=8)
    assert all(value > 0 for value in trained.validate(tasks).values())


def test_a_cool_down_keeps_the_rate_until_its_last_steps(tasks):
    trained = trainer(tasks)
    trained.config = replace(CONFIG, cool_down_steps=10, learning_rate=1.0)
    rates = []
    for trained.steps in (10, 40, 45, 50):
        rates.append(trained.learning_rate())
    assert rates == pytest.approx([1.0, 1.0, 0.525, 0.05])


def test_varied_tasks_and_a_second_group_take_their_share_of_the_rows(tasks):
    varied = []

    def vary(task, random):
        varied.append(task.name)
        return "a varied task", tasks[0].examples

    groups = [TaskGroup(tasks[:2], 0.5, 0.3, variation_share=1.0), TaskGroup(tasks[2:], 0.5, 0.0)]
    rows = TaskSampler(groups, seed=0, vary=vary).draw(2, 96)
    assert [row.description == "a varied task" for row in rows] == [True, False]
    assert len(varied) == 1 and rows[1].description.startswith("gamma")


def test_useful_work_counts_the_examples_tokens_and_not_the_tails(tasks):
    rows = TaskSampler([TaskGroup(tasks, 1.0, 0.0)], seed=0).draw(2, 96)
    batch = pack_rows([row.examples for row in rows], 96)
    longer = pack_rows([row.examples for row in rows], 128)
    opening = 1 + len("user\n")
    counted = sum(
        opening + sum(len(example.tokens) - 1 - opening for example in row.examples) for row in rows
    )
    assert batch.token_count == counted < batch.tokens.numel()
    assert useful_operations(batch, CONFIG_OF_BASE) == useful_operations(longer, CONFIG_OF_BASE)
    weights = 16 * 16 + 16 * 8 * 2 + 16 * 16 + 3 * 16 * 24
    head = len(batch.targets) * 300 * 16
    assert useful_operations(batch, CONFIG_OF_BASE) == 4 * (counted * 2 * weights + head)


def test_missing_and_broken_weights_are_named(tasks, tmp_path):
    path = tmp_path / "checkpoint.pt"
    with pytest.raises(WeightsError, match="no checkpoint"):
        load_checkpoint(path)
    trained = trainer(tasks)
    trained.save(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(WeightsError, match="not a whole checkpoint"):
        load_checkpoint(path)
    with pytest.raises(WeightsError, match="not an exported hypernetwork"):
        load_exported(tmp_path)


def test_a_strangers_checkpoint_runs_no_code(tmp_path):
    ran, path = tmp_path / "ran", tmp_path / "checkpoint.pt"

    class Payload:
        def __reduce__(self):
            return ran.touch, ()

    torch.save({"hypernetwork": Payload()}, path)
    with pytest.raises(WeightsError, match="not a whole checkpoint"):
        load_checkpoint(path)
    assert not ran.exists()


def test_a_manifest_that_does_not_tell_its_training_is_named(tmp_path):
    (tmp_path / "base.gguf").write_bytes(b"x")
    (tmp_path / "model.safetensors").write_bytes(b"y")
    folder = tmp_path / "smollm2-test"
    stages = [{"training": "sft"}]
    export(tiny_hypernetwork("L"), folder, stages, None, tmp_path / "base.gguf", tmp_path)
    assert load_trained(folder).stages == stages
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["training_summary"]["stages"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WeightsError, match="smollm2-test does not say"):
        load_trained(folder)


def test_the_average_of_the_weights_is_what_is_saved_and_survives_a_resume(tasks, tmp_path):
    whole, path = trainer(tasks), tmp_path / "checkpoint.pt"
    whole.config = replace(whole.config, average_decay=0.5)
    seen = []
    for _ in range(4):
        whole.step()
        seen.append(state(whole))
    whole.save(path)
    whole.step()
    averaged = list(load_checkpoint(path).hypernetwork.parameters())
    expected = seen[0]
    for count, weights in enumerate(seen[1:], start=1):
        kept = min(0.5, (1 + count) / (10 + count))
        expected = [torch.lerp(a, b, 1 - kept) for a, b in zip(expected, weights)]
    assert all(torch.allclose(a, b) for a, b in zip(averaged, expected))
    resumed = trainer(tasks)
    resumed.config = whole.config
    resumed.restore(path)
    resumed.step()
    pairs = zip(whole.averaged.parameters(), resumed.averaged.parameters())
    assert all(torch.equal(a, b) for a, b in pairs)


def test_a_run_resumed_without_an_average_goes_on_from_its_own_weights(tasks, tmp_path):
    averaging, path = trainer(tasks), tmp_path / "checkpoint.pt"
    for _ in range(3):
        averaging.step()
    averaging.save(path)
    resumed = trainer(tasks)
    resumed.config = replace(resumed.config, average_decay=0.0)
    resumed.restore(path)
    assert resumed.averaged is resumed.hypernetwork
    assert all(torch.equal(a, b) for a, b in zip(state(averaging), state(resumed)))


def test_a_run_goes_on_with_the_settings_it_was_begun_with_but_for_its_length(tasks, tmp_path):
    path = tmp_path / "checkpoint.pt"
    trainer(tasks).save(path)
    longer = trainer(tasks)
    longer.config = replace(longer.config, steps=100)
    longer.restore(path)
    other = trainer(tasks)
    other.config = replace(other.config, lesson_share=0.7)
    with pytest.raises(ValueError, match="begun with lesson_share 0.0 in place of 0.7"):
        other.restore(path)


def test_a_finished_run_that_is_repeated_stays_the_file_it_is(tasks, tmp_path):
    def repeat():
        trained = trainer(tasks)
        trained.config = replace(trained.config, steps=2)
        run(trained, tmp_path, lambda: {})
        return (tmp_path / "checkpoint.pt").stat().st_mtime_ns

    assert repeat() == repeat()
