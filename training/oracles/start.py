"""Starts of ordinary LoRAs: a common one, another library's or a hypernetwork's."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F

from training.adapters.library import Library, LoraShape
from training.hypernetworks.kind import DescriptionReader, Hypernetwork
from training.machine.device import placed

from .jobs import Job, TaskJob

Start = Callable[[Job], dict[str, torch.Tensor]]
"""Start of a job's LoRA: "A.<module>" [layers, rank, in], "B.<module>" [layers, rank, out]."""


class CommonStart:
    """The same random A and B = 0 for all: their differences then lie in what they learnt.

    With `layers_alike` all layers begin with one A as well: a hypernetwork, whose output heads serve
    all layers, then need not learn where each of them began.
    """

    def __init__(self, shape: LoraShape, seed: int, layers_alike: bool = False):
        generator = torch.Generator("cpu").manual_seed(seed)
        self.tensors: dict[str, torch.Tensor] = {}
        for module, (size_in, size_out) in shape.modules.items():
            bound = size_in**-0.5  # kaiming_uniform_(a=sqrt 5), as PEFT starts A
            drawn = 1 if layers_alike else shape.layers
            A = torch.empty(drawn, shape.rank, size_in, device="cpu")
            A = A.uniform_(-bound, bound, generator=generator).expand(shape.layers, -1, -1)
            self.tensors[f"A.{module}"] = placed(A.contiguous())
            self.tensors[f"B.{module}"] = torch.zeros(shape.layers, shape.rank, size_out)

    def __call__(self, job: Job) -> dict[str, torch.Tensor]:
        return self.tensors


class KeptStart:
    """The LoRA of another library under the job's name, to be trained further."""

    def __init__(self, library: Library):
        self.library = library

    def __call__(self, job: Job) -> dict[str, torch.Tensor]:
        lora = self.library.stack([job.name])
        return {
            f"{half}.{module}": factor[0]
            for module, pair in lora.items()
            for half, factor in zip("AB", pair)
        }


class GeneratedStart:
    """Mean of the adapters that a hypernetwork writes for the task's first descriptions.

    Modules of a lower rank than the others (of a gist) have zeros in the missing rows, which stay 0.
    """

    DESCRIPTIONS = 8

    def __init__(self, hypernetwork: Hypernetwork, reader: DescriptionReader):
        self.hypernetwork, self.reader = hypernetwork.eval(), reader

    @torch.no_grad()
    def __call__(self, job: TaskJob) -> dict[str, torch.Tensor]:
        texts = job.descriptions[: self.DESCRIPTIONS]
        adapter = self.hypernetwork(self.reader.read(texts))
        rank = self.hypernetwork.config.rank
        return {
            f"{half}.{module}": F.pad(factor.mean(0), (0, 0, 0, rank - factor.shape[2]))
            for module, pair in adapter.items()
            for half, factor in zip("AB", pair)
        }
