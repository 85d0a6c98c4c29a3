"""LoRAs that are trained at once, and the file an interrupted training goes on from.

A slot is a place in the batch: it holds one LoRA until that is finished, and then the next one.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch

from training.adapters.library import LoraShape
from training.adapters.lora import Adapter
from training.machine.files import write_whole

from .jobs import Job

UNFINISHED = "unfinished.pt"
"""File in the library's folder, while there is something to go on from."""


class OtherSettings(ValueError):
    """An interrupted training cannot go on with these options."""


@dataclass
class Slot:
    """State of one LoRA of the batch."""

    job: Job
    seconds: float = 0.0
    step: int = 0
    best_loss: float = math.inf
    best_step: int = 0
    worse: int = 0
    best: Adapter | None = None


@dataclass
class SlotBatch:
    """Slots and their tensors by "A.<module>", "B.<module>": [slots, layers, rank, in or out]."""

    slots: list[Slot | None]
    values: dict[str, torch.Tensor]
    moments: dict[str, tuple[torch.Tensor, torch.Tensor]]

    @staticmethod
    def empty(shape: LoraShape, count: int) -> "SlotBatch":
        sizes = {name: (count, *of_one) for name, of_one in shape.tensors.items()}
        values = {name: torch.zeros(size).requires_grad_() for name, size in sizes.items()}
        moments = {name: (torch.zeros(size), torch.zeros(size)) for name, size in sizes.items()}
        return SlotBatch([None] * count, values, moments)

    @property
    def taken(self) -> list[Slot]:
        return [slot for slot in self.slots if slot is not None]

    @torch.no_grad()
    def put(self, index: int, job: Job, start: dict[str, torch.Tensor]) -> None:
        """Starts a new LoRA in that slot."""
        self.slots[index] = Slot(job)
        for name, tensor in start.items():
            self.values[name][index] = tensor
            for moment in self.moments[name]:
                moment[index] = 0

    def free(self, names: Container[str]) -> None:
        """Empties the slots of these jobs."""
        self.slots = [slot if slot and slot.job.name not in names else None for slot in self.slots]

    def adapter(self, index: int) -> Adapter:
        """Copy of the LoRA in that slot."""
        modules = [name.removeprefix("A.") for name in self.values if name.startswith("A.")]
        return {
            module: tuple(self.values[f"{half}.{module}"][index].detach().clone() for half in "AB")
            for module in modules
        }

    def save(self, path: Path, settings: dict) -> None:
        slots = [
            slot and {**vars(slot), "job": slot.job.name, "random": slot.job.random_state}
            for slot in self.slots
        ]
        values = {name: tensor.detach() for name, tensor in self.values.items()}
        state = {"settings": settings, "slots": slots, "values": values, "moments": self.moments}
        write_whole(path, lambda partial: torch.save(state, partial))

    @staticmethod
    def load(path: Path, settings: dict, jobs: Iterable[Job]) -> "SlotBatch":
        """Batch that `save` wrote; the jobs in it go on drawing as they would have.

        Raises OtherSettings where `settings` or the jobs are not those of the interrupted training.
        """
        device = torch.get_default_device()
        state = torch.load(path, map_location=device)
        differing = [key for key in settings if settings[key] != state["settings"].get(key)]
        by_name = {job.name: job for job in jobs}
        names = [slot["job"] for slot in state["slots"] if slot]
        differing += [f"LoRA {name}" for name in names if name not in by_name]
        if differing:
            raise OtherSettings(
                f"{path} is of a training that was interrupted, with other {', '.join(differing)}: "
                "go on with the same options, or delete it to begin anew."
            )
        slots: list[Slot | None] = []
        for of_slot in state["slots"]:
            if of_slot is None:
                slots.append(None)
                continue
            job = by_name[of_slot.pop("job")]
            job.random_state = of_slot.pop("random")
            slots.append(Slot(job, **of_slot))
        values = {name: tensor.requires_grad_() for name, tensor in state["values"].items()}
        return SlotBatch(slots, values, state["moments"])
