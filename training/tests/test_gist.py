from dataclasses import replace

import pytest
import torch

from training.base_model import ATTENTION_MODULES, rms_norm
from training.descriptions import GistReader
from training.export import load_trained
from training.gist import GistConfig, GistHypernetwork
from training.gist_start import draw_examples, gist_start, instructed_reading
from training.library import Library, LoraShape
from training.lora import pack
from training.sampling import TaskGroup, TrainingTask
from training.template import END, prompt
from training.train import refuse_reading
from training.trainer import TrainConfig, Trainer

from .tiny import CONFIG, assert_same_adapter, byte_tokenizer, reloaded, tiny_base, training_tasks

DESCRIPTIONS = ["say it backwards", "count"]


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path, ("alpha", "beta", "gamma"))


def gist_reader() -> GistReader:
    return GistReader(tiny_base(), byte_tokenizer())


def tiny_gist(randomise: bool = True) -> GistHypernetwork:
    torch.manual_seed(0)
    modules = {module: CONFIG.module_sizes(module) for module in ATTENTION_MODULES}
    tokens = len(gist_reader().template)
    hypernetwork = GistHypernetwork(GistConfig(CONFIG.layers, modules, tokens, 3, 2))
    if randomise:
        with torch.no_grad():
            for tensor in (*hypernetwork.parameters(), *hypernetwork.buffers()):
                tensor.add_(0.2 * torch.randn_like(tensor))
    return hypernetwork


def trainer(tasks: list[TrainingTask]) -> Trainer:
    config = TrainConfig(
        variant="G", shared_rank=3, reading_rank=2, tasks_per_step=2, row_length=96,
        warm_up_steps=2, steps=50, minutes=1e9, learning_rate=3e-3,
    )  # fmt: skip
    base, tokenizer = tiny_base(), byte_tokenizer()
    reader = GistReader(base, tokenizer)
    trained = Trainer(config, base, reader, [TaskGroup(tasks, 1.0, 0.3)], compiled=False)
    trained.hypernetwork.start_at(*gist_start(base, tokenizer, draw_examples(tasks, 0)))
    return trained


def test_the_adapter_has_the_shape_the_config_says():
    hypernetwork = tiny_gist()
    adapter = hypernetwork(gist_reader().read(DESCRIPTIONS))
    rank = hypernetwork.config.rank
    for module in ATTENTION_MODULES:
        A, B = adapter[module]
        size_in, size_out = CONFIG.module_sizes(module)
        assert A.shape == (2, CONFIG.layers, rank, size_in)
        assert B.shape == (2, CONFIG.layers, rank, size_out)
    assert not torch.allclose(adapter["v_proj"][1][0], adapter["v_proj"][1][1])


def test_a_description_is_read_alike_alone_and_beside_a_longer_one():
    hypernetwork, reader = tiny_gist(), gist_reader()
    together = hypernetwork(reader.read([DESCRIPTIONS[1], "a far longer description " * 9]))
    alone = hypernetwork(reader.read(DESCRIPTIONS[1:]))
    for module, (_, B) in alone.items():
        assert torch.allclose(B[0], together[module][1][0], atol=1e-5)


def test_in_the_first_layer_the_template_projects_what_it_does_behind_the_description(tasks):
    """There nothing has drifted yet: A meets exactly the tokens it was made for."""
    base, tokenizer, reader = tiny_base(), byte_tokenizer(), gist_reader()
    hypernetwork = tiny_gist(randomise=False)
    _, undescribed = gist_start(base, tokenizer, draw_examples(tasks, 0))
    tokens = torch.tensor(reader.template)
    normed = rms_norm(base.embedding[tokens], base.layers[0].attention_norm, CONFIG.epsilon)
    # The template's tokens repeat, so A can only tell its different ones apart.
    first = torch.tensor([reader.template.index(token) for token in reader.template])
    different = sorted(set(first.tolist()))
    assert len(different) <= CONFIG.size
    token_A = torch.zeros(CONFIG.layers, len(tokens), CONFIG.size)
    token_A[0, different] = torch.linalg.pinv(normed[different].T.double()).float()
    hypernetwork.start_at(token_A, undescribed)
    with torch.no_grad():
        hypernetwork.gain.fill_(1.0)
        hypernetwork.reading_B.normal_()
    reading = reader.read(DESCRIPTIONS[:1])
    lora = pack(hypernetwork(reading), CONFIG, hypernetwork.config.scaling)
    adapted = base.attention_inputs(tokens[None], torch.arange(len(tokens))[None], lora)
    described = reading.projections(hypernetwork.reading_A.mT, hypernetwork.reading_B)
    expected = described[0, 0][first]
    assert torch.allclose(adapted[0, 0], expected, atol=1e-3)
    assert not torch.allclose(adapted[0, 0], undescribed[0], atol=1e-2)


def test_the_start_answers_to_the_template_and_hardly_to_messages(tasks):
    base, tokenizer = tiny_base(), byte_tokenizer()
    A, _ = gist_start(base, tokenizer, draw_examples(tasks, 0))
    ids = tokenizer.encode(prompt("alpha 7")).ids
    template = GistReader(base, tokenizer).template
    normed = rms_norm(base.embedding[torch.tensor(ids)], base.layers[0].attention_norm, 1e-5)
    end = tokenizer.token_to_id(END)  # is in the template once
    answers = A[0, template.index(end)] @ normed.T
    assert answers[ids.index(end)] > 0.5
    assert answers[tokenizer.token_to_id("7") == torch.tensor(ids)].abs().max() < 0.2
    assert A.shape == (CONFIG.layers, len(template), CONFIG.size)


def test_training_lowers_the_loss_and_reaches_the_reading(tasks):
    trained = trainer(tasks)
    before = trained.hypernetwork.reading_B.detach().clone()
    losses = [trained.step()["train"] for _ in range(40)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    assert not torch.equal(before, trained.hypernetwork.reading_B)


def test_a_resumed_run_equals_an_uninterrupted_one(tasks, tmp_path):
    whole, first = trainer(tasks), trainer(tasks)
    for _ in range(4):
        whole.step()
    for _ in range(2):
        first.step()
    first.save(tmp_path / "checkpoint.pt")
    second = trainer(tasks)
    second.restore(tmp_path / "checkpoint.pt")
    for _ in range(2):
        second.step()
    ours, theirs = whole.hypernetwork.state_dict(), second.hypernetwork.state_dict()
    assert all(torch.equal(tensor, theirs[name]) for name, tensor in ours.items())


def test_an_exported_gist_reloads_to_the_same_adapter(tmp_path):
    hypernetwork = tiny_gist().half().float().eval()
    loaded, manifest = reloaded(hypernetwork, tmp_path)
    assert manifest["variant"] == "G" and manifest["encoder"]["pooling"] == "base"
    reading = gist_reader().read(DESCRIPTIONS)
    assert_same_adapter(hypernetwork(reading), loaded(reading))


def test_a_run_can_start_from_a_gist_and_not_from_another_kind(tasks, tmp_path):
    trained = trainer(tasks)
    trained.step()
    trained.save(tmp_path / "checkpoint.pt")
    second = trainer(tasks)
    second.start_from(load_trained(tmp_path / "checkpoint.pt"))
    assert torch.equal(second.hypernetwork.gain, trained.hypernetwork.gain)
    other = trainer(tasks)
    other.hypernetwork.config = replace(other.hypernetwork.config, shared_rank=4)
    with pytest.raises(ValueError, match="shared_rank"):
        other.start_from(load_trained(tmp_path / "checkpoint.pt"))


def test_a_gist_shifts_all_three_projections():
    with pytest.raises(ValueError, match="q_proj, k_proj, v_proj"):
        GistConfig(2, {"q_proj": (16, 16)}, 9)


def instructed_library(folder, modules: tuple[str, ...]) -> Library:
    """Holds an instructed LoRA of rank 2 for those modules."""
    torch.manual_seed(3)
    shape = LoraShape.for_base(CONFIG, list(modules), rank=2, alpha=6.0)
    library = Library.create(folder, shape)
    lora = {
        module: tuple(torch.randn(shape.tensors[f"{half}.{module}"]) for half in "AB")
        for module in modules
    }
    library.add("instructed", lora, {})
    return library


def test_descriptions_can_be_read_as_an_instructed_lora_does(tmp_path):
    library = instructed_library(tmp_path, ATTENTION_MODULES)
    A, B = instructed_reading(library, CONFIG)
    modules = {module: CONFIG.module_sizes(module) for module in ATTENTION_MODULES}
    tokens = len(gist_reader().template)
    hypernetwork = GistHypernetwork(GistConfig(CONFIG.layers, modules, tokens, 3, A.shape[1]))
    hypernetwork.read_with(A, B)
    reading = gist_reader().read(DESCRIPTIONS)
    read = reading.projections(hypernetwork.reading_A.mT, hypernetwork.reading_B)
    lora = library.stack(["instructed", "instructed"])
    packed = pack(lora, CONFIG, library.shape.scaling)
    expected = tiny_base().attention_inputs(reading.tokens, reading.places, packed)
    assert torch.allclose(read, expected, atol=1e-5)
    bare = tiny_base().attention_inputs(reading.tokens, reading.places)
    assert not torch.allclose(read, bare, atol=1e-2)


def test_what_cannot_read_descriptions_is_refused(tmp_path):
    library = instructed_library(tmp_path, ("q_proj", "o_proj"))
    with pytest.raises(ValueError, match="has q_proj, o_proj"):
        instructed_reading(library, CONFIG)
    with pytest.raises(ValueError, match="variant G"):
        refuse_reading({"start_from": None}, is_gist=False)
    with pytest.raises(ValueError, match="give one of them"):
        refuse_reading({"start_from": tmp_path}, is_gist=True)
