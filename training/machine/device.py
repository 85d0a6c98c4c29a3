"""Device that the models run on: a CUDA device when there is one, else the processor."""

from __future__ import annotations

import os

import torch


def use_cuda_if_any() -> None:
    """Makes a CUDA device the place of every new tensor; under torchrun, one for each process."""
    if not torch.cuda.is_available():
        return
    torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
    torch.set_default_device("cuda")


def threads_of_process(processes: int, total: int | None = None) -> int:
    """Threads of one process: its share of `total`, else of OMP_NUM_THREADS or of the cores.

    torchrun sets OMP_NUM_THREADS to 1 where the caller has not, so among several it says nothing.
    """
    if total is None:
        told = os.environ.get("OMP_NUM_THREADS") if processes == 1 else None
        total = int(told.split(",")[0]) if told else os.cpu_count() or 1
    return max(1, total // processes)


def placed(tensor: torch.Tensor) -> torch.Tensor:
    """Tensor from a file or from NumPy, moved to where new tensors are."""
    return tensor.to(torch.get_default_device())


def random_state() -> dict[str, torch.Tensor]:
    """State of every generator that training draws from, for a checkpoint."""
    states = {"cpu": torch.get_rng_state()}
    if torch.get_default_device().type == "cuda":
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def restore_random_state(states: dict[str, torch.Tensor]) -> None:
    """Sets the generators; on another kind of device a run draws other numbers from there on."""
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.get_default_device().type == "cuda":
        torch.cuda.set_rng_state(states["cuda"])
