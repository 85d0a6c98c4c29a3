"""Three steps of a tiny run, as one process or as torchrun's: for test_parallel.py.

torchrun --nproc-per-node 2 -m training.tests.parallel_steps TASKS OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

from training.data.sampling import TaskGroup, TaskSampler, TrainingTask
from training.data.tasks import read_task
from training.machine.parallel import Processes
from training.sft.config import TrainConfig
from training.sft.trainer import Trainer

from .tiny import byte_tokenizer, tiny_base
from .vectors import RandomReader


def steps(tasks: Path, processes: Processes) -> tuple[dict[str, torch.Tensor], list[float]]:
    """Weights after three steps of three tasks each, and every step's loss."""
    torch.set_num_threads(1)
    read = [read_task(path) for path in sorted(tasks.glob("*.json"))]
    group = TaskGroup(TrainingTask.prepare(byte_tokenizer(), read, 96), 1.0, 0.3)
    config = TrainConfig(
        encoding="sentence", rank=3, latent_size=16, head_input_size=12, tasks_per_step=3,
        row_length=96, warm_up_steps=2, steps=50, minutes=1e9, weight_penalty=0.1,
    )  # fmt: skip
    sampler = TaskSampler([group], config.seed)
    trainer = Trainer(config, tiny_base(), RandomReader(384), sampler, False, processes)
    for module in trainer.hypernetwork.modules():
        if hasattr(module, "dropout"):
            module.dropout = 0.0  # its random numbers are each process's own
    losses = [trainer.step()["train"] for _ in range(3)]
    return trainer.hypernetwork.state_dict(), losses


if __name__ == "__main__":
    joined = Processes.join()
    assert joined.count > 1
    result = steps(Path(sys.argv[1]), joined)
    torch.save(result, Path(sys.argv[2]) / f"{joined.rank}.pt")
    joined.leave()
