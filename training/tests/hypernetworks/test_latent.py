import pytest
import torch

from training.adapters.lora import pack
from training.hypernetworks.latent import LatentConfig, LatentHypernetwork, TokenStates
from training.tests.tiny import CONFIG, MODULES, tiny_hypernetwork

SMOLLM2 = {"q_proj": (576, 576), "v_proj": (576, 192)}


@pytest.mark.parametrize("variant, millions", [("L", 8.7), ("M", 5.5), ("S", 1.4)])
def test_parameter_counts_match_the_paper_s_formulas(variant, millions):
    config = LatentConfig(variant, 30, SMOLLM2, description_size=1024)
    count = sum(parameter.numel() for parameter in LatentHypernetwork(config).parameters())
    assert round(count / 1e6, 1) == millions


def test_l_starts_at_delta_w_zero_with_an_ordinary_lora_a():
    hypernetwork = tiny_hypernetwork("L", randomise=False)
    for module, (A, B) in hypernetwork(torch.randn(3, 6)).items():
        assert torch.count_nonzero(B) == 0
        bound = 1 / MODULES[module][0] ** 0.5
        assert A.abs().max() <= bound and A.std() > bound / 3


@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_every_task_starts_from_the_same_adapter(variant):
    hypernetwork = tiny_hypernetwork(variant, randomise=False)
    for A, B in hypernetwork(torch.randn(2, 6)).values():
        assert torch.equal(A[0], A[1]) and torch.equal(B[0], B[1])


@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_shapes_and_dependence_on_description_layer_and_rank(variant):
    hypernetwork = tiny_hypernetwork(variant)
    adapter = hypernetwork(torch.randn(2, 6))
    for module, (A, B) in adapter.items():
        size_in, size_out = MODULES[module]
        assert A.shape == (2, CONFIG.layers, 3, size_in)
        assert B.shape == (2, CONFIG.layers, 3, size_out)
        for tensor in (A, B):
            assert not torch.allclose(tensor[0], tensor[1])
            assert not torch.allclose(tensor[:, 0], tensor[:, 1])
            assert not torch.allclose(tensor[:, :, 0], tensor[:, :, 1])


def test_an_unknown_variant_is_refused():
    with pytest.raises(ValueError, match="choose L, M or S"):
        tiny_hypernetwork("XL")


def test_packing_puts_each_module_in_its_block():
    adapter = tiny_hypernetwork("L")(torch.randn(2, 6))
    A, B = pack(adapter, CONFIG, scaling=3.0)["attention_input"]
    delta = A @ B  # [layers, tasks, in, q + k + v]
    q, k, v = delta.split([CONFIG.size, 8, 8], dim=-1)
    for module, part in (("q_proj", q), ("v_proj", v)):
        a, b = adapter[module]
        expected = 3.0 * (a.transpose(-1, -2) @ b).transpose(0, 1)
        assert torch.allclose(part, expected, atol=1e-5)
    assert torch.count_nonzero(k) == 0


def token_states(tasks: int, tokens: int, size: int = 6) -> TokenStates:
    generator = torch.Generator().manual_seed(7)
    hidden = torch.randn(tasks, tokens, size, generator=generator)
    return TokenStates(hidden, torch.ones(tasks, tokens))


@pytest.mark.parametrize("variant", ["L", "M", "S"])
def test_token_states_are_read_whatever_the_padding(variant):
    hypernetwork = tiny_hypernetwork(variant, token_sizes={"tokens": 6, "base": 6}).eval()
    states = token_states(2, 5)
    padded = TokenStates(
        torch.cat([states.hidden, torch.full((2, 3, 6), 9.0)], dim=1),
        torch.cat([states.mask, torch.zeros(2, 3)], dim=1),
    )
    plain = hypernetwork({"tokens": states, "base": states})
    same = hypernetwork({"tokens": padded, "base": states})
    for module, (A, B) in plain.items():
        assert torch.allclose(A, same[module][0], atol=1e-5)
        assert torch.allclose(B, same[module][1], atol=1e-5)
        assert not torch.allclose(A[0], A[1])


def test_dropping_tokens_changes_training_only_and_never_drops_all():
    hypernetwork = tiny_hypernetwork("L", token_sizes={"tokens": 6})
    hypernetwork.task_encoder.dropout = 0.999
    states = {"tokens": token_states(4, 3)}
    trained = hypernetwork.train()(states)["q_proj"][1]
    assert torch.isfinite(trained).all()
    hypernetwork.task_encoder.dropout = 0.5
    first, second = (hypernetwork(states)["q_proj"][1] for _ in range(2))
    assert not torch.equal(first, second)
    hypernetwork.eval()
    first, second = (hypernetwork(states)["q_proj"][1] for _ in range(2))
    assert torch.equal(first, second)
