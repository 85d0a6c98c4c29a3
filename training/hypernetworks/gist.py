"""The gist hypernetwork: the base model reads the description, and its template tokens make the LoRA.

All adapters share a block of rows, which alone is a LoRA that has learnt to follow descriptions. With
it the base reads the description as the system message of a chat whose message is empty. Every token
of the template then has another query, key and value, layer by layer, than without a description:
the gist of it (gist tokens: Mu et al. 2023). A LoRA gives the same tokens the same shift where no
description stands: row i of A answers to template token i, and row i of B is that token's shift of
q, k and v. A, a gain for every shift and the shared rows are learnt by SFT.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Protocol

import torch
from torch import nn

from training.adapters.lora import Adapter, lora_scaling
from training.base.config import ATTENTION_INPUT, ATTENTION_MODULES, GROUPS

from .kind import Hypernetwork

VARIANT = "G"
FIRST_GAIN = 0.3
"""Gain of every shift at the start, but for the first token, which attention rests on."""

Rows = tuple[torch.Tensor, torch.Tensor]
"""Rows of a group, unscaled: A [layers, rank, in] of all its modules, B [layers, rank, out]."""


class Reading(Protocol):
    """Descriptions as the base model reads them (gist_reader.py)."""

    def projections(self, adapter: Adapter, scaling: float) -> torch.Tensor:
        """Projections at the template's tokens, before rotation, as the base reads with an adapter.

        The adapter has a single row; returns [tasks, layers, template tokens, q + k + v].
        """


@dataclass
class GistConfig:
    layers: int
    modules: dict[str, tuple[int, int]]  # target module -> (in, out); q, k and v among them
    template_tokens: int  # tokens of the template around an empty message; each has a row of A
    shared_rank: int = 8  # rows of A and B that all adapters have in common, in every module
    alpha: float = 16.0
    use_rslora: bool = True
    variant: str = VARIANT

    def __post_init__(self):
        if not set(ATTENTION_MODULES) <= set(self.modules):
            raise ValueError(f"A gist shifts {', '.join(ATTENTION_MODULES)}, all of them.")

    @property
    def rank(self) -> int:
        """Rank of q, k and v; the other modules have the shared rows alone."""
        return self.template_tokens + self.shared_rank

    @property
    def scaling(self) -> float:
        """Factor of B A in every module."""
        return lora_scaling(self.alpha, self.rank, self.use_rslora)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Modules that read the same activation, and share their A."""
        members = {
            group: tuple(module for module in modules if module in self.modules)
            for group, modules in GROUPS.items()
        }
        return {group: modules for group, modules in members.items() if modules}

    def size_in(self, group: str) -> int:
        return self.modules[self.groups[group][0]][0]

    def sizes_out(self, group: str) -> list[int]:
        return [self.modules[module][1] for module in self.groups[group]]

    def to_dict(self) -> dict:
        return asdict(self) | {"rank": self.rank}

    @staticmethod
    def from_dict(values: dict) -> "GistConfig":
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        known = {name: value for name, value in values.items() if name != "rank"}
        return GistConfig(**{**known, "modules": modules})


class GistHypernetwork(Hypernetwork):
    """Maps a Reading to an adapter."""

    def __init__(self, config: GistConfig):
        super().__init__()
        self.config = config
        layers, shared, tokens = config.layers, config.shared_rank, config.template_tokens

        def start_of_A(rank: int, size: int) -> nn.Parameter:
            return nn.Parameter(torch.empty(layers, rank, size).uniform_(-1, 1) / math.sqrt(size))

        self.shared_A, self.shared_B = nn.ParameterDict(), nn.ParameterDict()
        for group in config.groups:
            self.shared_A[group] = start_of_A(shared, config.size_in(group))
            out = sum(config.sizes_out(group))
            self.shared_B[group] = nn.Parameter(torch.zeros(layers, shared, out))
        self.token_A = start_of_A(tokens, config.size_in(ATTENTION_INPUT))
        gain = torch.full((layers, tokens, len(ATTENTION_MODULES)), FIRST_GAIN)
        gain[:, 0] = 0
        self.gain = nn.Parameter(gain)
        out = sum(config.sizes_out(ATTENTION_INPUT))
        self.register_buffer("undescribed", torch.zeros(layers, tokens, out))

    @torch.no_grad()
    def start_at(self, token_A: torch.Tensor, undescribed: torch.Tensor) -> None:
        """Sets the weights that training begins with, see gist_start.py."""
        self.token_A.copy_(token_A)
        self.undescribed.copy_(undescribed)

    @torch.no_grad()
    def share(self, rows: dict[str, Rows]) -> None:
        """Sets the shared rows to these, by group, at most `shared_rank` of each."""
        for group, (A, B) in rows.items():
            self.shared_A[group][:, : A.shape[1]] = A
            self.shared_B[group][:, : B.shape[1]] = B

    def shared(self, tasks: int = 1) -> Adapter:
        """Shared rows alone as an adapter: module -> (A [tasks, layers, rank, in], B [.., out])."""
        return self._adapter(self._shared_rows(tasks))

    def _shared_rows(self, tasks: int) -> dict[str, Rows]:
        """Shared rows of every group, with B as often as there are tasks."""
        return {
            group: (A, self.shared_B[group].expand(tasks, -1, -1, -1))
            for group, A in self.shared_A.items()
        }

    def _adapter(self, groups: dict[str, Rows]) -> Adapter:
        """Adapter by module, of groups with A [layers, rank, in] and B [tasks, layers, rank, out]."""
        adapter: Adapter = {}
        for group, (A, B) in groups.items():
            A = A.expand(len(B), -1, -1, -1)
            parts = B.split(self.config.sizes_out(group), dim=-1)
            adapter |= {module: (A, part) for module, part in zip(self.config.groups[group], parts)}
        return adapter

    def forward(self, reading: Reading) -> Adapter:
        """Adapter, unscaled: module -> (A [tasks, layers, rank, in], B [tasks, layers, rank, out])."""
        config = self.config
        projected = reading.projections(self.shared(), config.scaling)
        shift = projected.float() - self.undescribed
        sizes = torch.tensor(config.sizes_out(ATTENTION_INPUT))
        own = shift * torch.repeat_interleave(self.gain, sizes, dim=-1) / config.scaling
        groups = self._shared_rows(len(own))
        A, B = groups[ATTENTION_INPUT]
        groups[ATTENTION_INPUT] = torch.cat([self.token_A, A], dim=1), torch.cat([own, B], dim=2)
        return self._adapter(groups)
