import torch

from training.adapters.library import LoraShape
from training.oracles.start import CommonStart
from training.tests.tiny import CONFIG

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)


def test_layers_alike_begin_with_one_a():
    apart, alike = (CommonStart(SHAPE, 0, layers_alike=one).tensors for one in (False, True))
    for module in SHAPE.modules:
        assert not torch.equal(apart[f"A.{module}"][0], apart[f"A.{module}"][1])
        assert torch.equal(alike[f"A.{module}"][0], alike[f"A.{module}"][1])
        assert alike[f"A.{module}"].shape == apart[f"A.{module}"].shape
        assert not alike[f"B.{module}"].any()
