"""Where the LoRAs of training.oracle begin."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F

from .descriptions import DescriptionReader
from .device import placed
from .library import Library, LoraShape
from .oracle_jobs import Job, TaskJob
from .variants import AnyHypernetwork

Start = Callable[[Job], dict[str, torch.Tensor]]
"""A job -> where its LoRA begins: "A.<module>" [layers, rank, in], "B.<module>" [.., out]."""


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
    """What another library holds under the job's name, to be trained further."""

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
    """The mean of what a hypernetwork writes for the task's first descriptions.

    Modules of a lower rank than the others (gist.py) have zeros in the missing rows, which stay 0.
    """

    DESCRIPTIONS = 8

    def __init__(self, hypernetwork: AnyHypernetwork, reader: DescriptionReader):
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
