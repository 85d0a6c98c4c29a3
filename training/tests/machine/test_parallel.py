import subprocess
import sys
from pathlib import Path

import pytest
import torch

from training.machine.parallel import Processes
from training.tests.parallel_steps import steps
from training.tests.tiny import write_task

REPOSITORY = Path(__file__).resolve().parents[3]


def test_two_processes_take_the_steps_of_one(tmp_path):
    for name, count in (("alpha", 20), ("beta", 9), ("gamma", 40)):
        write_task(tmp_path / "tasks", name, count=count)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node"]
    arguments = ["2", "-m", "training.tests.parallel_steps", tmp_path / "tasks", tmp_path]
    subprocess.run([*command, *arguments], cwd=REPOSITORY, check=True)
    expected, losses = steps(tmp_path / "tasks", Processes())
    for rank in (0, 1):
        weights, of_process = torch.load(tmp_path / f"{rank}.pt")
        assert of_process == pytest.approx(losses, rel=1e-4)
        for name, tensor in expected.items():
            assert torch.allclose(weights[name], tensor, rtol=1e-3, atol=1e-5), name


def test_every_row_goes_to_one_process():
    rows = list(range(7))
    shares = [Processes(rank, 3).share(rows) for rank in range(3)]
    assert sorted(sum(shares, [])) == rows
    with pytest.raises(ValueError, match="cannot be shared by 3"):
        Processes(0, 3).share([1, 2])
