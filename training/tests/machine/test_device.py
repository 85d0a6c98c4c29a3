"""No tensor of a step or an answer stays behind on the processor when the models are elsewhere.

The meta device stands for a CUDA one: it computes no numbers, but mixes with no other device.
"""

import pytest
import torch

from training.adapters.lora import pack
from training.base.generate import RowCache, _advance
from training.base.layer import LayerWeights
from training.base.model import BaseModel
from training.data.packing import pack_rows
from training.data.sampling import TaskGroup, TaskSampler
from training.hypernetworks.latent import TokenStates
from training.machine.device import placed, random_state, restore_random_state, threads_of_process
from training.sft.config import TrainConfig
from training.sft.trainer import Trainer
from training.tests.tiny import CONFIG, tiny_base, training_tasks
from training.tests.vectors import RandomReader


def test_a_process_takes_the_threads_it_is_told_or_its_share_of_the_cores(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert [threads_of_process(count) for count in (1, 2, 16)] == [8, 4, 1]
    monkeypatch.setenv("OMP_NUM_THREADS", "1,2")  # of nested regions, the outermost first
    assert [threads_of_process(count) for count in (1, 2)] == [1, 4]
    assert [threads_of_process(count, 6) for count in (1, 2, 16)] == [6, 3, 1]


@pytest.fixture
def elsewhere():
    before = torch.get_default_device()
    torch.set_default_device("meta")
    yield
    torch.set_default_device(before)


def moved(base: BaseModel) -> BaseModel:
    def there(layer: LayerWeights) -> LayerWeights:
        weights = {name: weight for name, weight in vars(layer).items() if weight is not None}
        return LayerWeights(**{name: placed(weight) for name, weight in weights.items()})

    layers = [there(layer) for layer in base.layers]
    return BaseModel(CONFIG, placed(base.embedding), layers, placed(base.final_norm))


class FakeTokens:
    def read(self, descriptions, turns=None):
        count = len(descriptions)
        return {"tokens": TokenStates(torch.randn(count, 4, 384), torch.ones(count, 4))}


@pytest.fixture
def tasks(tmp_path):
    return training_tasks(tmp_path, ("alpha", "beta"))


@pytest.mark.parametrize("encoding", ["sentence", "tokens"])
def test_loss_and_gradients_are_on_the_device(tasks, encoding, request):
    base = tiny_base()
    request.getfixturevalue("elsewhere")
    config = TrainConfig(
        rank=3, latent_size=16, head_input_size=12, tasks_per_step=2, row_length=96,
        encoding=encoding,
    )  # fmt: skip
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], seed=0)
    trainer = Trainer(config, moved(base), FakeTokens(), sampler, compiled=False)
    rows = sampler.draw(2, 96)
    batch = pack_rows([row.examples for row in rows], 96)
    description = torch.randn(2, 384) if encoding == "sentence" else FakeTokens().read(["a", "b"])
    loss, _ = trainer.loss(trainer.hypernetwork(description), batch)
    loss.backward()
    assert loss.device.type == "meta"
    gradients = [weight.grad for weight in trainer.hypernetwork.parameters()]
    assert all(gradient.device.type == "meta" for gradient in gradients if gradient is not None)
    trainer.optimizer.step()


def test_answers_are_computed_on_the_device(request):
    base = tiny_base()
    request.getfixturevalue("elsewhere")
    base = moved(base)
    sizes = CONFIG.module_sizes("q_proj")
    adapter = {"q_proj": tuple(torch.randn(2, CONFIG.layers, 3, size) for size in sizes)}
    lora = pack(adapter, CONFIG, 1.0, torch.float32)
    cache = RowCache(2, 8)
    tokens = torch.zeros(2, 4, dtype=torch.int64)
    positions = torch.arange(4).expand(2, -1)
    logits = _advance(base, tokens, positions, lora, cache, torch.tensor([3, 1]))
    assert logits.device.type == "meta"


def test_a_tensor_left_on_the_processor_is_noticed(request):
    request.getfixturevalue("elsewhere")
    with pytest.raises(RuntimeError, match="device"):
        torch.ones(2) + torch.ones(2, device="cpu")


def test_random_numbers_go_on_where_they_stood():
    state = random_state()
    before = torch.randn(4)
    restore_random_state(state)
    assert torch.equal(before, torch.randn(4))


def test_without_a_device_nothing_moves():
    assert placed(torch.ones(1)).device.type == torch.get_default_device().type == "cpu"
    assert RandomReader(4).read(["a"]).device.type == "cpu"
