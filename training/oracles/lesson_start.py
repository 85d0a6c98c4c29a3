"""Starts of lessons: what a hypernetwork writes for a description, zero, or a finished LoRA."""

from __future__ import annotations

from typing import Protocol

import torch

from training.adapters.library import Library
from training.adapters.lora import Adapter
from training.base.config import GROUPS
from training.hypernetworks.kind import DescriptionReader, Hypernetwork, HypernetworkConfig
from training.hypernetworks.kinds import kind_of
from training.machine.device import placed


class LessonStart(Protocol):
    scaling: float

    def adapters(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Adapter:
        """A LoRA for every description; modules that share an A have one and the same tensor.

        `turns` are tokens of the examples that are read with each, by a start that reads.
        """


class WrittenStart:
    """What a hypernetwork writes for each description."""

    def __init__(self, hypernetwork: Hypernetwork, reader: DescriptionReader):
        self.hypernetwork, self.reader = hypernetwork.eval(), reader
        self.scaling = hypernetwork.config.scaling

    @torch.no_grad()
    def adapters(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Adapter:
        return self.hypernetwork(self.reader.read(descriptions, turns))


class ZeroStart:
    """A random and B zero, exactly the base: the same for all, of a hypernetwork's full rank.

    Where the hypernetwork's adapters have rows in common, the modules of a group share an A, as on
    the page (src/engine/teaching/start.ts).
    """

    def __init__(self, config: HypernetworkConfig, seed: int):
        self.scaling = config.scaling
        generator = torch.Generator("cpu").manual_seed(seed)
        is_shared = kind_of(config.variant).shares_rows
        self.lora: Adapter = {}
        for members in GROUPS.values():
            A = None
            for module in members:
                if module not in config.modules:
                    continue
                size_in, size_out = config.modules[module]
                if A is None or not is_shared:
                    bound = size_in**-0.5  # kaiming_uniform_(a=sqrt 5), as PEFT starts A
                    A = torch.empty(1, config.layers, config.rank, size_in, device="cpu")
                    A = placed(A.uniform_(-bound, bound, generator=generator))
                self.lora[module] = A, torch.zeros(1, config.layers, config.rank, size_out)

    def adapters(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Adapter:
        return repeated(self.lora, len(descriptions))


class KeptStart:
    """One finished LoRA for all, such as the multi-task one."""

    def __init__(self, library: Library, name: str):
        self.lora, self.scaling = library.stack([name]), library.shape.scaling

    def adapters(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Adapter:
        return repeated(self.lora, len(descriptions))


def repeated(lora: Adapter, count: int) -> Adapter:
    """A LoRA of one row, `count` times; an A that modules share stays one tensor."""
    views: dict[int, torch.Tensor] = {}

    def expanded(half: torch.Tensor) -> torch.Tensor:
        return views.setdefault(id(half), half.expand(count, -1, -1, -1))

    return {module: (expanded(A), expanded(B)) for module, (A, B) in lora.items()}
