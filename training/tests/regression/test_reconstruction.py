from dataclasses import replace

import pytest
import torch

from training.adapters.library import Library, LibraryError, LoraShape
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.data.tasks import DataError, read_task
from training.hypernetworks.manifest import export, main_training
from training.hypernetworks.trained import load_checkpoint, load_trained
from training.loop.optimizer import NonFiniteLoss
from training.loop.run import run
from training.regression.reconstruction import (
    ReconstructionConfig,
    ReconstructionTrainer,
    is_held_out,
    pick,
    tasks_of,
)
from training.regression.reconstruction_loss import FORMS, ReconstructionLoss, delta_w
from training.sft.config import TrainConfig
from training.sft.trainer import Trainer
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, write_task
from training.tests.vectors import RandomReader

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)
NAMES = [f"task{number}" for number in range(12)]


def loras(count: int):
    generator = torch.Generator().manual_seed(3)
    return {
        module: tuple(
            0.1 + 0.3 * torch.randn(count, CONFIG.layers, 3, size, generator=generator)
            for size in sizes
        )
        for module, sizes in SHAPE.modules.items()
    }


def config(form: str, variant: str = "L") -> ReconstructionConfig:
    return ReconstructionConfig(
        form, variant, latent_size=32, head_input_size=24, learning_rate=1e-2, steps=120,
        validate_every=60,
    )  # fmt: skip


@pytest.fixture
def tasks(tmp_path):
    return [read_task(write_task(tmp_path / "tasks", name, count=4)) for name in NAMES]


def trainer(tasks, wanted: ReconstructionConfig) -> ReconstructionTrainer:
    return ReconstructionTrainer(
        wanted, SHAPE, loras(len(tasks)), tasks, RandomReader(384), CONFIG.size
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_reconstruction_lowers_the_loss(tasks, form, variant):
    trained = trainer(tasks, config(form, variant))
    losses = [trained.step()["train"] for _ in range(120)]
    share = {"L": 0.85, "M": 0.85, "S": 0.95}[variant]
    assert sum(losses[-10:]) < share * sum(losses[:10])
    assert set(trained.validate()) == {"own", "other", "gibberish"}


@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_z_scores_start_at_the_mean_lora_and_come_back_whole(tasks, variant):
    trained = trainer(tasks, config("factorised", variant))
    adapter = trained.hypernetwork.eval()(RandomReader(384).read(["x", "y"]))
    for module, pair in adapter.items():
        scale = trained.hypernetwork.scales[module]
        for half, name, stored in zip(pair, "AB", trained.loras[module]):
            mean, deviation = stored.mean(0), stored.std(0, correction=0)
            assert torch.allclose(half[0], mean, atol=1e-6)
            z_scores = (stored - mean) / deviation
            kept = [getattr(scale, f"{name}_{part}") for part in ("mean", "deviation")]
            assert torch.allclose(z_scores * kept[1] + kept[0], stored, atol=1e-5)


def test_losses_are_zero_at_the_target_and_one_without_a_lora():
    library = loras(4)
    for form in FORMS:
        assert ReconstructionLoss(library, form)(library, library).item() == 0
    nothing = {module: (A, torch.zeros_like(B)) for module, (A, B) in library.items()}
    loss = ReconstructionLoss(library, "delta_w")(nothing, library)
    assert loss.item() == pytest.approx(1, abs=1e-5)


def test_delta_w_does_not_mind_how_a_and_b_share_it():
    A, B = loras(2)["q_proj"]
    turn = torch.linalg.qr(torch.randn(3, 3))[0]
    turned = {"q_proj": (turn @ A, turn @ B)}
    assert torch.allclose(delta_w(*turned["q_proj"]), delta_w(A, B), atol=1e-5)
    library = {"q_proj": (A, B)}
    assert ReconstructionLoss(library, "delta_w")(turned, library).item() < 1e-4
    assert ReconstructionLoss(library, "factorised")(turned, library).item() > 0.1


def test_an_element_alike_in_all_loras_does_not_divide_by_zero():
    library = loras(3)
    library["q_proj"][0][:, 0, 0, 0] = 5.0
    assert torch.isfinite(ReconstructionLoss(library, "factorised")(loras(3), library))


def test_a_resumed_run_equals_an_uninterrupted_one(tasks, tmp_path):
    short = replace(config("factorised"), steps=6)
    whole = trainer(tasks, short)
    (tmp_path / "whole").mkdir()
    run(whole, tmp_path / "whole", whole.validate)
    first = trainer(tasks, short)
    for _ in range(3):
        first.step()
    (tmp_path / "run").mkdir()
    first.save(tmp_path / "run" / "checkpoint.pt")
    torch.manual_seed(99)
    second = trainer(tasks, short)
    run(second, tmp_path / "run", second.validate)
    for ours, theirs in zip(whole.hypernetwork.parameters(), second.hypernetwork.parameters()):
        assert torch.equal(ours, theirs)
    other = trainer(tasks, replace(short, form="delta_w"))
    with pytest.raises(ValueError, match="begun with form factorised in place of delta_w"):
        other.restore(tmp_path / "run" / "checkpoint.pt")


def test_a_checkpoint_reloads_with_its_output_scales(tasks, tmp_path):
    trained = trainer(tasks, config("factorised"))
    trained.step()
    trained.save(tmp_path / "checkpoint.pt")
    loaded = load_checkpoint(tmp_path / "checkpoint.pt").hypernetwork
    vectors = torch.randn(1, 384)
    ours, theirs = trained.hypernetwork.eval()(vectors), loaded(vectors)
    assert all(torch.equal(ours[module][0], theirs[module][0]) for module in ours)


def test_a_loss_that_is_not_finite_stops_before_the_weights_change(tasks):
    trained = trainer(tasks, config("delta_w"))
    trained.loras = pick({m: (A * float("nan"), B) for m, (A, B) in trained.loras.items()}, [0, 1])
    trained.tasks = trained.tasks[:2]
    before = [parameter.clone() for parameter in trained.hypernetwork.parameters()]
    with pytest.raises(NonFiniteLoss):
        trained.step()
    assert all(torch.equal(a, b) for a, b in zip(before, trained.hypernetwork.parameters()))


def test_libraries_of_unseen_tasks_are_refused(tasks, tmp_path):
    library = Library(tmp_path, SHAPE, {"task1": {}, "secret": {}})
    with pytest.raises(DataError, match="not a train task: secret"):
        tasks_of(library, tasks)
    del library.entries["secret"]
    assert [task.name for task in tasks_of(library, tasks)] == ["task1"]
    held = [task for task in tasks if is_held_out(task.name)]
    assert 0 < len(held) < len(tasks)
    with pytest.raises(LibraryError, match="no LoRA to train on"):
        trainer(held, config("delta_w"))


@pytest.mark.parametrize("form", FORMS)
def test_sft_starts_from_a_reconstruction(tasks, tmp_path, form):
    path = tmp_path / "checkpoint.pt"
    trained = trainer(tasks, config(form))
    for _ in range(5):
        trained.step()
    trained.save(path)
    group = TaskGroup(TrainingTask.prepare(byte_tokenizer(), tasks, 96), 1.0, 0.0)
    sampler = TaskSampler([group], seed=0)
    sft = TrainConfig(
        encoding="sentence", rank=3, latent_size=32, head_input_size=24,
        tasks_per_step=2, row_length=96,
    )  # fmt: skip
    started = Trainer(sft, tiny_base(), RandomReader(384), sampler, compiled=False)
    started.start_from(load_trained(path))
    vectors = torch.randn(1, 384)
    ours = trained.hypernetwork.eval()(vectors)
    theirs = started.hypernetwork.eval()(vectors)
    assert all(torch.equal(ours[module][1], theirs[module][1]) for module in ours)
    before = theirs["v_proj"][1].detach().clone()
    started.step()
    after = started.hypernetwork.eval()(vectors)["v_proj"][1]
    assert started.steps == 1 and not torch.equal(before, after)
    started.save(tmp_path / "sft.pt")
    saved = load_checkpoint(tmp_path / "sft.pt")
    assert saved.hypernetwork.config == started.hypernetwork.config
    assert [stage["training"] for stage in saved.stages] == ["reconstruction", "sft"]
    assert main_training(saved.stages) == "sft"
    other = Trainer(replace(sft, rank=2), tiny_base(), RandomReader(384), sampler, compiled=False)
    with pytest.raises(ValueError, match="other rank"):
        other.start_from(load_trained(path))


def test_what_the_page_cannot_run_is_not_exported(tasks, tmp_path):
    hypernetwork = trainer(tasks, config("factorised")).hypernetwork
    with pytest.raises(ValueError, match="z-scores"):
        export(hypernetwork, tmp_path / "out", [{"training": "reconstruction"}], None)
    assert not (tmp_path / "out").exists()
