"""The base's number format: what the option says, or what this processor is faster with."""

import torch

from training.machine import precision


def test_an_option_names_the_format():
    assert precision.chosen("float32") is torch.float32
    assert precision.chosen("bfloat16") is torch.bfloat16


def test_auto_takes_the_faster_one(monkeypatch):
    rates = {torch.float32: 1.0, torch.bfloat16: 2.0}
    monkeypatch.setattr(precision, "matmul_rate", lambda dtype, repeats: rates[dtype])
    assert precision.chosen("auto") is torch.bfloat16
    rates[torch.float32] = 3.0
    assert precision.chosen("auto") is torch.float32


def test_a_rate_is_measured():
    assert precision.matmul_rate(torch.float32, repeats=2) > 1e8
