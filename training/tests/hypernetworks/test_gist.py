from dataclasses import replace

import pytest
import torch

from training.adapters.library import Library, LoraShape
from training.adapters.lora import for_rows, pack
from training.base.config import ATTENTION_MODULES, TARGET_MODULES
from training.base.layer import rms_norm, transformer_layer
from training.base.template import CHATML
from training.commands.train import refuse_sharing
from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.data.shown import ShownExamples
from training.hypernetworks.gist import GistConfig, GistHypernetwork
from training.hypernetworks.gist_reader import GistReader
from training.hypernetworks.gist_start import draw_examples, gist_start, instructed_rows, start_gist
from training.hypernetworks.kinds import kind_of
from training.hypernetworks.trained import load_trained
from training.sft.config import TrainConfig
from training.sft.context_distillation import Teacher
from training.sft.trainer import Trainer
from training.tests.tiny import (
    CONFIG,
    assert_same_adapter,
    byte_tokenizer,
    reloaded,
    tiny_base,
    training_tasks,
)

DESCRIPTIONS = ["say it backwards", "count"]


@pytest.fixture
def tasks(tmp_path) -> list[TrainingTask]:
    return training_tasks(tmp_path, ("alpha", "beta", "gamma"))


def gist_reader() -> GistReader:
    return GistReader(tiny_base(), byte_tokenizer())


def tiny_gist(
    randomise: bool = True, modules: tuple[str, ...] = TARGET_MODULES, shared_rank: int = 3
) -> GistHypernetwork:
    torch.manual_seed(0)
    sizes = {module: CONFIG.module_sizes(module) for module in modules}
    tokens = len(gist_reader().template)
    hypernetwork = GistHypernetwork(GistConfig(CONFIG.layers, sizes, tokens, shared_rank))
    if randomise:
        with torch.no_grad():
            for tensor in (*hypernetwork.parameters(), *hypernetwork.buffers()):
                tensor.add_(0.2 * torch.randn_like(tensor))
    return hypernetwork


def shared_lora(hypernetwork: GistHypernetwork):
    return pack(hypernetwork.shared(), CONFIG, hypernetwork.config.scaling)


def trainer(tasks: list[TrainingTask], library: Library | None = None, **options) -> Trainer:
    """With a library its instructed LoRA teaches, and is shared to begin with."""
    config = TrainConfig(
        variant="G", target_modules="q_proj,down_proj", shared_rank=3, tasks_per_step=2,
        row_length=96, warm_up_steps=2, steps=50, minutes=1e9, learning_rate=3e-3, **options,
    )  # fmt: skip
    base, tokenizer = tiny_base(), byte_tokenizer()
    reader = GistReader(base, tokenizer)
    sampler = TaskSampler([TaskGroup(tasks, 1.0, 0.3)], config.seed)
    teacher = Teacher(base, tokenizer, library, config.taught_share) if library else None
    trained = Trainer(config, base, reader, sampler, compiled=False, teacher=teacher)
    folder = library.folder if library else None
    start_gist(trained.hypernetwork, base, tokenizer, draw_examples(tasks, 0), folder)
    return trained


def test_the_adapter_has_the_shape_the_config_says():
    hypernetwork = tiny_gist()
    adapter = hypernetwork(gist_reader().read(DESCRIPTIONS))
    config = hypernetwork.config
    assert set(adapter) == set(TARGET_MODULES)
    for module, (A, B) in adapter.items():
        rank = config.rank if module in ATTENTION_MODULES else config.shared_rank
        size_in, size_out = CONFIG.module_sizes(module)
        assert A.shape == (2, CONFIG.layers, rank, size_in)
        assert B.shape == (2, CONFIG.layers, rank, size_out)
    assert not torch.allclose(adapter["v_proj"][1][0], adapter["v_proj"][1][1])
    assert torch.equal(adapter["up_proj"][1][0], adapter["up_proj"][1][1])


def test_an_a_that_a_group_shares_is_packed_once():
    adapter = tiny_gist()(gist_reader().read(DESCRIPTIONS))
    apart = {module: (A.clone(), B) for module, (A, B) in adapter.items()}
    once, each = pack(adapter, CONFIG, 2.0), pack(apart, CONFIG, 2.0)
    assert 3 * once["attention_input"][0].shape[-1] == each["attention_input"][0].shape[-1]
    for group, (A, B) in once.items():
        torch.testing.assert_close(A @ B, each[group][0] @ each[group][1])


def test_a_description_is_read_alike_alone_and_beside_a_longer_one():
    hypernetwork, reader = tiny_gist(), gist_reader()
    together = hypernetwork(reader.read([DESCRIPTIONS[1], "a far longer description " * 9]))
    alone = hypernetwork(reader.read(DESCRIPTIONS[1:]))
    for module, (_, B) in alone.items():
        assert torch.allclose(B[0], together[module][1][0], atol=1e-5)


def test_examples_are_read_as_turns_between_the_description_and_the_template():
    reader, turns = gist_reader(), [[7, 8, 9], []]
    with_turns, alone = reader.read(DESCRIPTIONS, turns), reader.read(DESCRIPTIONS)
    start = int(alone.places[0, 0])
    row = with_turns.tokens[0].tolist()
    assert row[start : start + 3] == turns[0] and int(with_turns.places[0, 0]) == start + 3
    assert row[start + 3 : start + 3 + len(reader.template)] == reader.template
    assert torch.equal(with_turns.places[1], alone.places[1])
    undescribed = reader.read([""], [[7, 8, 9]])
    assert undescribed.tokens[0, :3].tolist() == [7, 8, 9] and int(undescribed.places[0, 0]) == 3


def test_it_is_trained_with_examples_shown_to_it_and_to_its_teacher(tasks, tmp_path):
    library = instructed_library(tmp_path / "library", ("q_proj", "down_proj"))
    trained = trainer(tasks, library, states_weight=1.0)
    trained.shown = ShownExamples(byte_tokenizer(), 1.0)
    read, instructed = [], []
    trained.reader.read = recorded(trained.reader.read, read)
    trained.teacher.instructed = recorded(trained.teacher.instructed, instructed)
    losses = [trained.step()["train"] for _ in range(12)]
    assert sum(losses[-3:]) < sum(losses[:3])
    for (descriptions, turns), (rows,) in zip(read, instructed):
        assert [row.turns for row in rows] == turns and all(turns)
        assert [row.description for row in rows] == descriptions


def recorded(call, calls: list):
    def record(*arguments):
        calls.append(arguments)
        return call(*arguments)

    return record


def test_the_template_projects_what_it_does_behind_the_description(tasks):
    """In the second layer: the first sees no description, and in later ones A no longer meets
    exactly the tokens it was made for."""
    base, tokenizer, reader = tiny_base(), byte_tokenizer(), gist_reader()
    hypernetwork = tiny_gist(randomise=False)
    _, undescribed = gist_start(base, tokenizer, draw_examples(tasks, 0), {})
    tokens = torch.tensor([reader.template])
    places = torch.arange(tokens.shape[1])[None]
    x, cos, sin, mask = base._texts(tokens)
    x = transformer_layer(x, base.layers[0], {}, cos, sin, mask, CONFIG)
    normed = rms_norm(x[0], base.layers[1].attention_norm, CONFIG.epsilon)
    some = slice(1, CONFIG.size // 2)  # A cannot tell more tokens apart than its width
    token_A = torch.zeros(CONFIG.layers, tokens.shape[1], CONFIG.size)
    token_A[1, some] = torch.linalg.pinv(normed[some].T.double()).float()
    hypernetwork.start_at(token_A, undescribed)
    with torch.no_grad():
        hypernetwork.gain.fill_(1.0)
    reading = reader.read(DESCRIPTIONS[:1])
    lora = pack(hypernetwork(reading), CONFIG, hypernetwork.config.scaling)
    adapted = base.attention_inputs(tokens, places, lora)[0, 1, some]
    described = reading.projections(hypernetwork.shared(), 1.0)[0, 1, some]
    torch.testing.assert_close(adapted, described, atol=1e-3, rtol=1e-3)
    assert not torch.allclose(adapted, undescribed[1, some], atol=1e-2)


def test_the_start_answers_to_the_template_and_hardly_to_messages(tasks):
    base, tokenizer = tiny_base(), byte_tokenizer()
    A, _ = gist_start(base, tokenizer, draw_examples(tasks, 0), {})
    ids = tokenizer.encode(CHATML.prompt("alpha 7"))
    template = GistReader(base, tokenizer).template
    normed = rms_norm(base.embedding[torch.tensor(ids)], base.layers[0].attention_norm, 1e-5)
    end = tokenizer.end_token  # is in the template once
    answers = A[0, template.index(end)] @ normed.T
    assert answers[ids.index(end)] > 0.5
    assert answers[tokenizer.tokenizer.token_to_id("7") == torch.tensor(ids)].abs().max() < 0.2
    assert A.shape == (CONFIG.layers, len(template), CONFIG.size)


def test_training_lowers_the_loss_and_reaches_the_shared_rows(tasks):
    trained = trainer(tasks)
    shared_B = trained.hypernetwork.shared_B["feed_forward_output"]
    before = shared_B.detach().clone()
    losses = [trained.step()["train"] for _ in range(40)]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    assert not torch.equal(before, shared_B)


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


def test_adapters_can_share_an_instructed_lora_and_read_with_it(tasks, tmp_path):
    library = instructed_library(tmp_path, ("q_proj", "v_proj", "gate_proj", "up_proj"))
    hypernetwork = tiny_gist(randomise=False, shared_rank=4)
    base, examples = tiny_base(), draw_examples(tasks, 0)
    start_gist(hypernetwork, base, byte_tokenizer(), examples, tmp_path)
    ours = shared_lora(hypernetwork)
    theirs = pack(library.stack(["instructed"]), CONFIG, library.shape.scaling)
    for group, (A, B) in theirs.items():
        torch.testing.assert_close(ours[group][0] @ ours[group][1], A @ B, atol=1e-4, rtol=1e-4)
    assert not hypernetwork.shared_B["attention_output"].any()
    reading = gist_reader().read(DESCRIPTIONS)
    read = reading.projections(hypernetwork.shared(), hypernetwork.config.scaling)
    lora = for_rows(theirs, len(DESCRIPTIONS))
    expected = base.attention_inputs(reading.tokens, reading.places, lora)
    torch.testing.assert_close(read, expected, atol=1e-3, rtol=1e-3)
    template = torch.tensor([gist_reader().template])
    places = torch.arange(template.shape[1])[None]
    bare = base.attention_inputs(template, places, theirs)[0]
    torch.testing.assert_close(hypernetwork.undescribed, bare, atol=1e-3, rtol=1e-3)


def test_what_adapters_share_keeps_following_descriptions_in_the_prompt(tasks, tmp_path):
    library = instructed_library(tmp_path, ("q_proj", "down_proj"))
    trained = trainer(tasks, library, followed_share=1.0, taught_share=1.0, states_weight=1.0)
    hypernetwork, teacher = trained.hypernetwork, trained.teacher
    rows = trained.sampler.draw(2, 96)
    instructed = teacher.instructed(rows)
    lesson = teacher.lesson(rows, instructed, instructed)
    _, at_start = trained.loss(hypernetwork.shared(len(rows)), instructed, lesson)
    assert at_start.item() == pytest.approx(0, abs=1e-4)
    with torch.no_grad():
        for B in hypernetwork.shared_B.values():
            B.mul_(0.5)
    before = {name: value.clone() for name, value in hypernetwork.state_dict().items()}
    _, forgotten = trained.loss(hypernetwork.shared(len(rows)), instructed, lesson)
    for _ in range(30):
        trained.step()
    _, followed = trained.loss(hypernetwork.shared(len(rows)), instructed, lesson)
    assert followed.item() < 0.5 * forgotten.item()
    assert torch.equal(hypernetwork.gain, before["gain"])
    assert torch.equal(hypernetwork.token_A, before["token_A"])


def test_of_a_larger_instructed_lora_the_nearest_of_the_shared_rank_is_left(tmp_path):
    library = instructed_library(tmp_path, ("gate_proj", "up_proj"))
    config = tiny_gist(shared_rank=3).config
    A, B = instructed_rows(library, config, CONFIG)["feed_forward_input"]
    whole_A, whole_B = pack(library.stack(["instructed"]), CONFIG, library.shape.scaling)[
        "feed_forward_input"
    ]
    whole = whole_A[:, 0] @ whole_B[:, 0]
    left = torch.linalg.svdvals(whole - A.mT @ B * config.scaling)
    expected = torch.linalg.svdvals(whole)[:, 3]
    torch.testing.assert_close(left[:, 0], expected, atol=1e-3, rtol=1e-3)


def test_what_adapters_cannot_share_is_refused(tmp_path):
    library = instructed_library(tmp_path, ("q_proj", "o_proj"))
    with pytest.raises(ValueError, match="has q_proj, o_proj"):
        instructed_rows(library, tiny_gist(modules=ATTENTION_MODULES).config, CONFIG)
    with pytest.raises(ValueError, match="variant G"):
        refuse_sharing({"start_from": None}, kind_of("L"))
    with pytest.raises(ValueError, match="give one of them"):
        refuse_sharing({"start_from": tmp_path}, kind_of("G"))
