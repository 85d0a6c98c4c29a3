"""The T2L hypernetworks L, M and S: description vector -> LoRA A and B for every layer.

Architecture and initialisation follow Text-to-LoRA (Charakorn et al., ICML 2025, section 3 and
the reference implementation); the three variants differ only in the output head.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field

import torch
import torch.nn.functional as F
from torch import nn

Adapter = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""Module -> (A [tasks, layers, rank, in], B [tasks, layers, rank, out])."""


@dataclass
class HypernetworkConfig:
    variant: str  # "L", "M" or "S"
    layers: int
    modules: dict[str, tuple[int, int]]  # target module -> (in, out), in order
    description_size: int = 384
    rank: int = 8
    alpha: float = 16.0
    latent_size: int = 128
    head_input_size: int = 512
    dropout: float = 0.05
    use_rslora: bool = field(default=True)

    @property
    def scaling(self) -> float:
        return self.alpha / (math.sqrt(self.rank) if self.use_rslora else self.rank)

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "HypernetworkConfig":
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        return HypernetworkConfig(**{**values, "modules": modules})


class EmbeddingNorm(nn.Module):
    """A learned table of identities followed by LayerNorm."""

    def __init__(self, count: int, size: int):
        super().__init__()
        self.embedding = nn.Embedding(count, size)
        self.norm = nn.LayerNorm(size)

    def forward(self) -> torch.Tensor:
        return self.norm(self.embedding.weight)


class TaskEncoder(nn.Module):
    def __init__(self, description_size: int, size: int):
        super().__init__()
        self.linear = nn.Linear(description_size, size)
        self.norm = nn.LayerNorm(size)

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        return self.norm(self.linear(vectors))


class Block(nn.Module):
    """Two linear layers with SiLU after each, with optional LayerNorm before and residual."""

    def __init__(self, size: int, out: int, dropout: float, norm: bool, residual: bool):
        super().__init__()
        self.norm = nn.LayerNorm(size) if norm else None
        self.up = nn.Linear(size, 4 * size)
        self.down = nn.Linear(4 * size, out)
        self.dropout = dropout
        self.residual = residual

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x if self.norm is None else self.norm(x)
        y = self._drop(F.silu(self.up(y)))
        y = self._drop(F.silu(self.down(y)))
        return x + y if self.residual else y

    def _drop(self, y: torch.Tensor) -> torch.Tensor:
        return F.dropout(y, self.dropout, self.training)


class Hypernetwork(nn.Module):
    def __init__(self, config: HypernetworkConfig):
        super().__init__()
        if config.variant not in ("L", "M", "S"):
            raise ValueError(f"Unknown variant {config.variant!r}; choose L, M or S.")
        self.config = config
        z, count = config.latent_size, len(config.modules)
        self.task_encoder = TaskEncoder(config.description_size, z // 2)
        self.layer_encoder = EmbeddingNorm(config.layers, z // 4)
        self.module_encoder = EmbeddingNorm(count, z // 4)
        self.mixer = Block(z, z, config.dropout, norm=False, residual=False)
        self.mlp1 = Block(z, z, config.dropout, norm=True, residual=True)
        self.mlp2 = Block(z, z, config.dropout, norm=True, residual=True)
        self.mlp3 = Block(z, config.head_input_size, 0.0, norm=True, residual=False)
        if config.variant != "L":
            self.output_encoder = EmbeddingNorm(2 * count, z)
        if config.variant == "S":
            self.rank_encoder = EmbeddingNorm(config.rank, z)
        self.heads = nn.ModuleDict(
            {
                name: nn.Linear(config.head_input_size, self._head_width(sizes))
                for name, sizes in config.modules.items()
            }
        )
        self._initialise_heads()

    def _head_width(self, sizes: tuple[int, int]) -> int:
        rank = self.config.rank
        return {"L": rank * sum(sizes), "M": rank * max(sizes), "S": max(sizes)}[self.config.variant]

    @torch.no_grad()
    def _initialise_heads(self) -> None:
        """Bias-HyperInit (Beck et al. 2023): weights 0, the bias is an ordinary LoRA start.

        L gives delta W = 0 exactly. M and S share one bias between A and B, scaled as in the
        reference implementation, so their delta W starts small instead.
        """
        rank = self.config.rank
        for name, (size_in, _) in self.config.modules.items():
            head = self.heads[name]
            head.weight.zero_()
            head.bias.zero_()
            A = torch.empty(rank, size_in)
            nn.init.kaiming_uniform_(A, a=math.sqrt(5))
            if self.config.variant == "L":
                head.bias[: A.numel()] = A.flatten()
            elif self.config.variant == "M":
                head.bias[: A.numel()] = A.flatten() / math.sqrt(2)
            else:
                head.bias[:size_in] = A[0] / math.sqrt(2) / math.sqrt(rank)

    def forward(self, vectors: torch.Tensor) -> Adapter:
        """Description vectors [tasks, description_size] -> adapter, unscaled."""
        x = self._latent(vectors)  # [tasks, layers, modules, z]
        return {
            name: self._emit(name, index, x[:, :, index])
            for index, name in enumerate(self.config.modules)
        }

    def _latent(self, vectors: torch.Tensor) -> torch.Tensor:
        tasks, layers, modules = len(vectors), self.config.layers, len(self.config.modules)
        shape = (tasks, layers, modules, -1)
        x = torch.cat(
            [
                self.task_encoder(vectors)[:, None, None].expand(shape),
                self.module_encoder()[None, None].expand(shape),
                self.layer_encoder()[None, :, None].expand(shape),
            ],
            dim=-1,
        )
        return self.mlp1(self.mixer(x))

    def _emit(self, name: str, index: int, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Latent of one module [tasks, layers, z] -> A [.., rank, in], B [.., rank, out]."""
        rank, (size_in, size_out) = self.config.rank, self.config.modules[name]
        head = self.heads[name]
        if self.config.variant == "L":
            y = head(self.mlp3(self.mlp2(x)))
            A, B = y.split([rank * size_in, rank * size_out], dim=-1)
            return A.unflatten(-1, (rank, size_in)), B.unflatten(-1, (rank, size_out))
        outputs = self.output_encoder()[2 * index : 2 * index + 2]  # [A or B, z]
        x = self.mlp2(x[..., None, :] + outputs)  # [tasks, layers, 2, z]
        if self.config.variant == "M":
            y = head(self.mlp3(x))
            A, B = y[..., 0, : rank * size_in], y[..., 1, : rank * size_out]
            return A.unflatten(-1, (rank, size_in)), B.unflatten(-1, (rank, size_out))
        ranks = self.mlp2(self.rank_encoder())  # [rank, z]
        y = head(self.mlp3(x[..., None, :] + ranks))  # [tasks, layers, 2, rank, width]
        return y[..., 0, :, :size_in], y[..., 1, :, :size_out]
