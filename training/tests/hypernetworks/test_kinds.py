"""A kind of hypernetwork is one class and one entry of the registry; nothing else has to change."""

from dataclasses import asdict, dataclass

import pytest
import torch
from torch import nn

from training.adapters.lora import lora_scaling
from training.data.sampling import TaskGroup, TaskSampler
from training.hypernetworks import kinds
from training.hypernetworks.kind import Hypernetwork, Kind
from training.hypernetworks.kinds import all_variants, kind_of, reader_of
from training.hypernetworks.trained import load_checkpoint
from training.sft.config import TrainConfig
from training.sft.trainer import Trainer
from training.tests.tiny import assert_same_adapter, reloaded, tiny_base, training_tasks
from training.tests.vectors import RandomReader


@dataclass
class PlainConfig:
    layers: int
    modules: dict[str, tuple[int, int]]
    rank: int
    size: int
    alpha: float = 16.0
    use_rslora: bool = True
    variant: str = "P"

    @property
    def scaling(self) -> float:
        return lora_scaling(self.alpha, self.rank, self.use_rslora)

    def to_dict(self) -> dict:
        return asdict(self)


class PlainHypernetwork(Hypernetwork):
    """One A for all descriptions, and a B that is linear in the description."""

    def __init__(self, config: PlainConfig):
        super().__init__()
        self.config = config
        self.A, self.B = nn.ParameterDict(), nn.ModuleDict()
        for name, (size_in, size_out) in config.modules.items():
            self.A[name] = nn.Parameter(torch.randn(1, config.layers, config.rank, size_in))
            self.B[name] = nn.Linear(config.size, config.layers * config.rank * size_out)

    def forward(self, description):
        shape = (self.config.layers, self.config.rank, -1)
        return {
            name: (
                A.expand(len(description), -1, -1, -1),
                self.B[name](description).unflatten(1, shape),
            )
            for name, A in self.A.items()
        }


class PlainKind(Kind):
    variants = ("P",)
    shares_rows = False
    can_be_distilled = False
    manifest_fields = ("size",)

    def read_config(self, values):
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        return PlainConfig(**{**values, "modules": modules})

    def new_config(self, settings, base, reader):
        modules = {name: base.module_sizes(name) for name in settings.target_modules.split(",")}
        return PlainConfig(base.layers, modules, settings.rank, reader.size)

    def build(self, config):
        return PlainHypernetwork(config)

    def encoding(self, config):
        return "random"

    def reader(self, encoding, models, dtype=torch.float32):
        return RandomReader(6)

    def encoder_entries(self, config):
        return {"dimension": config.size, "pooling": "none"}

    def values_of_manifest(self, manifest):
        return {}


@pytest.fixture
def with_plain_kind(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, PlainKind()))


def test_a_new_kind_is_trained_saved_exported_and_read_back(with_plain_kind, tmp_path):
    tasks = training_tasks(tmp_path, ("alpha", "beta", "gamma"))
    config = TrainConfig(
        variant="P", rank=2, tasks_per_step=2, row_length=96, steps=9, minutes=1e9, warm_up_steps=1
    )
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], config.seed)
    trainer = Trainer(config, tiny_base(), RandomReader(6), sampler, compiled=False)
    assert isinstance(trainer.hypernetwork, PlainHypernetwork)
    losses = [trainer.step()["train"] for _ in range(6)]
    assert losses[-1] < losses[0]

    trainer.save(tmp_path / "checkpoint.pt")
    saved = load_checkpoint(tmp_path / "checkpoint.pt").hypernetwork
    reader = reader_of(saved.config, models=None)
    description = reader.read(["say it backwards", "count"])
    assert_same_adapter(trainer.averaged.eval()(description), saved(description))

    exported, manifest = reloaded(saved, tmp_path)
    assert manifest["size"] == 6 and manifest["encoder"]["pooling"] == "none"
    again, _ = reloaded(exported, tmp_path)
    assert_same_adapter(exported(description), again(description))


def test_every_variant_has_one_kind_and_an_unknown_one_none():
    assert sorted(all_variants()) == sorted(set(all_variants()))
    assert [kind_of(variant).variants for variant in ("L", "G")] == [("L", "M", "S"), ("G",)]
    with pytest.raises(ValueError, match="Unknown variant 'X'; choose one of L, M, S, G"):
        kind_of("X")
