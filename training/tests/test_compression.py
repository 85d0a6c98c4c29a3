import pytest
import torch

from training.average import average
from training.compression import (
    TRAINED,
    AdapterOf,
    StackedLoras,
    asked,
    cut,
    delta_w_errors,
    jobs_of,
    numbers_of,
)
from training.conditions import HypernetworkSource
from training.descriptions import FrozenReader
from training.evaluate import Evaluator
from training.hypernetwork import TokenStates
from training.kept_reader import KeptReader
from training.library import LoraShape
from training.oracle_start import CommonStart
from training.reconstruct import is_held_out
from training.reconstruction_loss import ReconstructionLoss, delta_w
from training.tasks import read_task

from .tiny import CONFIG, byte_tokenizer, tiny_base, tiny_hypernetwork, write_task
from .vectors import RandomReader

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)
DESCRIPTIONS = {"train": ["known", "another"], "eval": ["one", "two"]}


def loras(count: int, seed: int):
    generator = torch.Generator().manual_seed(seed)
    return {
        module: tuple(
            torch.randn(count, CONFIG.layers, 3, size, generator=generator) for size in sizes
        )
        for module, sizes in SHAPE.modules.items()
    }


@pytest.fixture
def tasks(tmp_path):
    names = ("alpha", "beta", "gamma")
    return [read_task(write_task(tmp_path, n, count=40, descriptions=DESCRIPTIONS)) for n in names]


def test_squared_distances_need_no_delta_w():
    library, ours = loras(4, 1), loras(4, 2)
    expected = []
    for module, pair in library.items():
        difference = (delta_w(*ours[module]) - delta_w(*pair)).square().sum((-1, -2))
        expected.append((difference / delta_w(*pair).square().sum((-1, -2)).mean(0)).mean())
    loss = ReconstructionLoss(library, "squared")(ours, library)
    assert loss.item() == pytest.approx(torch.stack(expected).mean().item(), rel=1e-5)
    nothing = {module: (A, torch.zeros_like(B)) for module, (A, B) in library.items()}
    assert ReconstructionLoss(library, "squared")(nothing, library).item() == pytest.approx(1)


def test_a_drawn_part_of_delta_w_is_the_whole_on_average():
    torch.manual_seed(0)
    library, ours = loras(4, 1), loras(4, 2)
    whole = ReconstructionLoss(library, "delta_w")(ours, library).item()
    drawn = ReconstructionLoss(library, "delta_w", part=5)
    values = [drawn(ours, library).item() for _ in range(400)]
    assert len(set(values)) > 100
    assert sum(values) / len(values) == pytest.approx(whole, rel=0.02)


def test_layers_alike_begin_with_one_a():
    apart, alike = (CommonStart(SHAPE, 0, layers_alike=one).tensors for one in (False, True))
    for module in SHAPE.modules:
        assert not torch.equal(apart[f"A.{module}"][0], apart[f"A.{module}"][1])
        assert torch.equal(alike[f"A.{module}"][0], alike[f"A.{module}"][1])
        assert alike[f"A.{module}"].shape == apart[f"A.{module}"].shape
        assert not alike[f"B.{module}"].any()


def test_no_lora_is_held_out_of_a_share_of_zero():
    names = [f"task{number}" for number in range(200)]
    assert 5 < sum(is_held_out(name, 0.1) for name in names) < 40
    assert not any(is_held_out(name, 0.0) for name in names)


def test_kept_sentence_vectors_are_read_once():
    class Counting(RandomReader):
        calls = 0

        def read(self, descriptions):
            Counting.calls += len(descriptions)
            return super().read(descriptions)

    kept = KeptReader(Counting(6))
    texts = ["a", "b", "a"]
    assert torch.equal(kept.read(texts), RandomReader(6).read(texts))
    assert torch.equal(kept.read(["b"]), RandomReader(6).read(["b"]))
    assert Counting.calls == 2


def test_kept_token_states_write_the_same_adapter():
    class Encoder:
        def encode_tokens(self, descriptions):
            longest = max(map(len, descriptions))
            mask = torch.zeros(len(descriptions), longest)
            hidden = torch.zeros(*mask.shape, 5)
            for row, text in enumerate(descriptions):
                generator = torch.Generator().manual_seed(len(text))
                hidden[row, : len(text)] = torch.randn(len(text), 5, generator=generator)
                mask[row, : len(text)] = 1
            return hidden, mask

    reader = FrozenReader("tokens", Encoder())
    hypernetwork = tiny_hypernetwork("S", token_sizes={"tokens": 5}).eval()
    texts = ["ab", "abcdef", "abc"]
    kept = KeptReader(reader).read(texts)
    assert isinstance(kept["tokens"], TokenStates)
    ours, theirs = hypernetwork(kept), hypernetwork(reader.read(texts))
    for module, pair in theirs.items():
        assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(ours[module], pair))


def test_errors_are_shares_of_the_library():
    library = loras(3, 1)
    assert delta_w_errors(library, library)["q_proj"] == pytest.approx(0, abs=1e-5)
    nothing = {module: (A, torch.zeros_like(B)) for module, (A, B) in library.items()}
    assert delta_w_errors(nothing, library)["v_proj"] == pytest.approx(1)


def test_loras_are_cut_as_their_delta_w_is():
    library = loras(2, 1)
    whole = cut(library, 3)
    for module, pair in library.items():
        assert torch.allclose(delta_w(*whole[module]), delta_w(*pair), atol=1e-4)
        U, S, V = torch.linalg.svd(delta_w(*pair), full_matrices=False)
        first = S[..., 0, None, None] * U[..., :1] @ V[..., :1, :]
        assert torch.allclose(delta_w(*cut(library, 1)[module]), first, atol=1e-4)


def test_scales_count_as_numbers():
    hypernetwork = tiny_hypernetwork("S")
    parameters = sum(p.numel() for p in hypernetwork.parameters())
    assert numbers_of(hypernetwork) == parameters
    hypernetwork.register_buffer("mean", torch.zeros(7))
    assert numbers_of(hypernetwork) == parameters + 7


def test_questions_by_a_trained_description_and_one_adapter_for_all(tasks):
    assert asked(TRAINED, tasks, 1, 1)[0].key == "known"
    assert asked("own", tasks, 1, 1)[0].key == "two"
    jobs = jobs_of("averaged", tasks, 2)
    assert [job.task.name for job in jobs] == ["alpha", "alpha", "beta", "beta", "gamma", "gamma"]
    mean, _ = average(loras(4, 1), 3)
    sources = {"averaged": AdapterOf(mean, 1.0)}
    sources["rank_1"] = StackedLoras(["alpha", "beta", "gamma"], cut(loras(3, 1), 1), 1.0)
    reader = RandomReader(6)
    sources[TRAINED] = HypernetworkSource(tiny_hypernetwork("L").eval(), reader)
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), sources)
    for condition, source in sources.items():
        scores = evaluator.score_jobs(jobs_of(condition, tasks, 2), source, 4)
        assert {len(of_task) for of_task in scores.values()} == {2}
