import pytest
import torch

from training.adapters.library import LoraShape
from training.regression.reconstruction import is_held_out
from training.regression.reconstruction_loss import ReconstructionLoss, delta_w
from training.tests.tiny import CONFIG

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)


def loras(count: int, seed: int):
    generator = torch.Generator().manual_seed(seed)
    return {
        module: tuple(
            torch.randn(count, CONFIG.layers, 3, size, generator=generator) for size in sizes
        )
        for module, sizes in SHAPE.modules.items()
    }


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


def test_no_lora_is_held_out_of_a_share_of_zero():
    names = [f"task{number}" for number in range(200)]
    assert 5 < sum(is_held_out(name, 0.1) for name in names) < 40
    assert not any(is_held_out(name, 0.0) for name in names)
