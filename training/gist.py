"""The gist hypernetwork: the base model itself reads the description, and what its template tokens
then project becomes the LoRA.

The base reads the description as the system message of a chat whose message is empty, with a
reading LoRA. Every token of the template then has another query, key and value, layer by layer,
than without a description: the gist of it (gist tokens: Mu et al. 2023). A LoRA gives the same
tokens the same shift where no description stands: row i of A answers to template token i, and row
i of B is that token's shift of q, k and v. A, a gain for every shift, the reading LoRA and a block
of rows that all adapters share are learnt by SFT.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Protocol

import torch
from torch import nn

from .base_model import ATTENTION_MODULES
from .hypernetwork import Adapter, lora_scaling

VARIANT, ENCODING = "G", "gist"
FIRST_GAIN = 0.3
"""Of every shift at the start; the very first token keeps what the attention of all heads rests on."""


class Reading(Protocol):
    """Descriptions as the base model reads them (descriptions.py)."""

    def projections(self, A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
        """Reading LoRA A [layers, in, R], B [layers, R, q + k + v], scaled

        -> [tasks, layers, template tokens, q + k + v], before rotation.
        """


@dataclass
class GistConfig:
    layers: int
    modules: dict[str, tuple[int, int]]  # q_proj, k_proj, v_proj -> (in, out)
    template_tokens: int  # of the template around an empty message; a row of A for each
    shared_rank: int = 7  # rows of A and B that all adapters have in common
    reading_rank: int = 16
    alpha: float = 16.0
    use_rslora: bool = True
    variant: str = VARIANT

    def __post_init__(self):
        if tuple(self.modules) != ATTENTION_MODULES:
            raise ValueError(f"A gist shifts {', '.join(ATTENTION_MODULES)}, all of them.")

    @property
    def rank(self) -> int:
        return self.template_tokens + self.shared_rank

    @property
    def scaling(self) -> float:
        return lora_scaling(self.alpha, self.rank, self.use_rslora)

    @property
    def size_in(self) -> int:
        return self.modules[ATTENTION_MODULES[0]][0]

    @property
    def sizes_out(self) -> list[int]:
        return [self.modules[module][1] for module in ATTENTION_MODULES]

    def to_dict(self) -> dict:
        return asdict(self) | {"rank": self.rank}

    @staticmethod
    def from_dict(values: dict) -> "GistConfig":
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        known = {name: value for name, value in values.items() if name != "rank"}
        return GistConfig(**{**known, "modules": modules})


class GistHypernetwork(nn.Module):
    """`forward` maps a Reading to an adapter; q, k and v of a layer share their A."""

    def __init__(self, config: GistConfig):
        super().__init__()
        self.config = config
        layers, size, out = config.layers, config.size_in, sum(config.sizes_out)
        tokens, shared, reading = config.template_tokens, config.shared_rank, config.reading_rank

        def start_of_A(rank: int) -> nn.Parameter:
            return nn.Parameter(torch.empty(layers, rank, size).uniform_(-1, 1) / math.sqrt(size))

        self.reading_A = start_of_A(reading)
        self.reading_B = nn.Parameter(torch.zeros(layers, reading, out))
        self.shared_A = start_of_A(shared)
        self.shared_B = nn.Parameter(torch.zeros(layers, shared, out))
        self.token_A = start_of_A(tokens)
        gain = torch.full((layers, tokens, len(ATTENTION_MODULES)), FIRST_GAIN)
        gain[:, 0] = 0
        self.gain = nn.Parameter(gain)
        self.register_buffer("undescribed", torch.zeros(layers, tokens, out))

    @torch.no_grad()
    def start_at(self, token_A: torch.Tensor, undescribed: torch.Tensor) -> None:
        """What training begins with, see gist_start.py."""
        self.token_A.copy_(token_A)
        self.undescribed.copy_(undescribed)

    @torch.no_grad()
    def read_with(self, A: torch.Tensor, B: torch.Tensor) -> None:
        """Begins with this reading LoRA: A [layers, reading rank, in], B [layers, ·, q + k + v]."""
        self.reading_A.copy_(A)
        self.reading_B.copy_(B)

    def forward(self, reading: Reading) -> Adapter:
        """-> module -> (A [tasks, layers, rank, in], B [tasks, layers, rank, out]), unscaled."""
        config = self.config
        projected = reading.projections(self.reading_A.transpose(1, 2), self.reading_B)
        shift = projected.float() - self.undescribed
        tasks = len(shift)
        gain = torch.repeat_interleave(self.gain, torch.tensor(config.sizes_out), dim=-1)
        own = shift * gain / config.scaling
        B = torch.cat([own, self.shared_B.expand(tasks, -1, -1, -1)], dim=2)
        A = torch.cat([self.token_A, self.shared_A], dim=1).expand(tasks, -1, -1, -1)
        parts = B.split(config.sizes_out, dim=-1)
        return {module: (A, part) for module, part in zip(ATTENTION_MODULES, parts)}
