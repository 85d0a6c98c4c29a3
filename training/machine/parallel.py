"""Data parallel training over the processes that torchrun starts; one process alone by default."""

from __future__ import annotations

import os

import torch
import torch.distributed as distributed


class Processes:
    """Processes of a run, and this one's rank among them."""

    def __init__(self, rank: int = 0, count: int = 1):
        self.rank, self.count = rank, count

    @staticmethod
    def join() -> "Processes":
        """Joins the others when torchrun started this one."""
        if "TORCHELASTIC_RUN_ID" not in os.environ:
            return Processes()
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        return Processes(distributed.get_rank(), distributed.get_world_size())

    def leave(self) -> None:
        if self.count > 1:
            # Gloo's threads must have let go of the last sum's tensors before the interpreter ends,
            # else they abort the process (PyTorch's issue 190489); what is behind a barrier has
            # been let go of.
            distributed.barrier()
            distributed.destroy_process_group()

    def share(self, items: list) -> list:
        """This process's part of the items, which are the same in every process."""
        if len(items) < self.count:
            raise ValueError(
                f"{len(items)} rows a step cannot be shared by {self.count} processes."
            )
        return items[self.rank :: self.count]

    def add_up(self, tensors: list[torch.Tensor]) -> None:
        """Replaces each tensor by its sum over processes, in one message."""
        if self.count == 1:
            return
        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        distributed.all_reduce(flat)
        for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors])):
            tensor.copy_(part.view_as(tensor))

    def of_first(self, value: float) -> float:
        """Value of the first process, in all of them."""
        held = torch.tensor([value if self.rank == 0 else 0.0], dtype=torch.float64)
        self.add_up([held])
        return held.item()
