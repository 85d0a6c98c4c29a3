import pytest
import torch

from training.adapters.average import average
from training.adapters.library import LoraShape
from training.base.template import CHATML
from training.data.tasks import read_task
from training.measure.compression import (
    TRAINED,
    AdapterOf,
    StackedLoras,
    asked,
    cut,
    delta_w_errors,
    jobs_of,
    numbers_of,
)
from training.measure.conditions import HypernetworkSource
from training.measure.evaluator import Evaluator
from training.regression.reconstruction_loss import delta_w
from training.tests.tiny import CONFIG, byte_tokenizer, tiny_base, tiny_hypernetwork, write_task
from training.tests.vectors import RandomReader

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
    assert asked(TRAINED, tasks, 1, 1, CHATML)[0].key == "known"
    assert asked("own", tasks, 1, 1, CHATML)[0].key == "two"
    jobs = jobs_of("averaged", tasks, 2, CHATML)
    assert [job.task.name for job in jobs] == ["alpha", "alpha", "beta", "beta", "gamma", "gamma"]
    mean, _ = average(loras(4, 1), 3)
    sources = {"averaged": AdapterOf(mean, 1.0)}
    sources["rank_1"] = StackedLoras(["alpha", "beta", "gamma"], cut(loras(3, 1), 1), 1.0)
    reader = RandomReader(6)
    sources[TRAINED] = HypernetworkSource(tiny_hypernetwork("L").eval(), reader)
    evaluator = Evaluator(tiny_base(), byte_tokenizer(), sources)
    for condition, source in sources.items():
        scores = evaluator.score_jobs(jobs_of(condition, tasks, 2, CHATML), source, 4)
        assert {len(of_task) for of_task in scores.values()} == {2}
