"""The T2L hypernetworks L, M and S, from an encoded description to A and B of every layer.

Architecture and initialisation follow Text-to-LoRA (Charakorn et al., ICML 2025, section 3 and
the reference implementation); the three variants differ only in the output head. The paper's
input is one sentence vector; token states, pooled by attention for every layer and module, are
this project's addition.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field

import torch
import torch.nn.functional as F
from torch import nn

from training.adapters.lora import Adapter, lora_scaling

from .kind import Hypernetwork

POOLING_HEADS, POOLING_HEAD_SIZE = 8, 32


@dataclass
class TokenStates:
    """Frozen states of a description's tokens, from one model."""

    hidden: torch.Tensor  # [tasks, tokens, size]
    mask: torch.Tensor  # [tasks, tokens], 1 where there is a token, at least one a task


Description = torch.Tensor | dict[str, TokenStates]
"""Sentence vectors [tasks, description_size], or token states by the name of their stream."""


@dataclass
class LatentConfig:
    variant: str  # "L", "M" or "S"
    layers: int
    modules: dict[str, tuple[int, int]]  # target module -> (in, out), in order
    description_size: int = 384  # size of a sentence vector; unused with token states
    token_sizes: dict[str, int] = field(default_factory=dict)  # stream -> size of its states
    rank: int = 8
    alpha: float = 16.0
    latent_size: int = 128
    head_input_size: int = 512
    dropout: float = 0.05
    token_dropout: float = 0.0
    use_rslora: bool = field(default=True)
    output_scales: bool = False  # A and B leave through OutputScale, as reconstruction needs

    @property
    def scaling(self) -> float:
        return lora_scaling(self.alpha, self.rank, self.use_rslora)

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "LatentConfig":
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        return LatentConfig(**{**values, "modules": modules})


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


class TokenPooling(nn.Module):
    """Multi-head attention over token states, with a query for every layer and module."""

    def __init__(self, sizes: dict[str, int], identity_size: int, size: int, dropout: float):
        super().__init__()
        width = POOLING_HEADS * POOLING_HEAD_SIZE
        self.query = nn.Linear(identity_size, width * len(sizes))
        self.key = nn.ModuleDict({name: nn.Linear(of, width) for name, of in sizes.items()})
        self.value = nn.ModuleDict({name: nn.Linear(of, width) for name, of in sizes.items()})
        self.linear = nn.Linear(width * len(sizes), size)
        self.norm = nn.LayerNorm(size)
        self.dropout = dropout

    def forward(self, streams: dict[str, TokenStates], identities: torch.Tensor) -> torch.Tensor:
        """Pooled streams [tasks, layers, modules, size], asked by identities of layers and modules."""
        queries = self.query(identities).chunk(len(self.key), dim=-1)
        pooled = [
            self._attend(streams[name], queries[index], self.key[name], self.value[name])
            for index, name in enumerate(self.key)
        ]
        return self.norm(self.linear(torch.cat(pooled, dim=-1)))

    def _attend(
        self, states: TokenStates, query: torch.Tensor, key: nn.Linear, value: nn.Linear
    ) -> torch.Tensor:
        heads = (POOLING_HEADS, POOLING_HEAD_SIZE)
        layers, modules, _ = query.shape
        q = query.unflatten(-1, heads).flatten(0, 1).transpose(0, 1)  # [heads, layers·modules, ·]
        k = key(states.hidden).unflatten(-1, heads).permute(0, 2, 3, 1)
        v = value(states.hidden).unflatten(-1, heads).transpose(1, 2)
        mask = states.mask
        if self.training and self.dropout:
            # Whole tokens are dropped, never all of a description.
            kept = mask * (torch.rand_like(mask) >= self.dropout)
            mask = torch.where(kept.sum(-1, keepdim=True) > 0, kept, mask)
        scores = q @ k * POOLING_HEAD_SIZE**-0.5 + (1 - mask)[:, None, None, :] * -1e9
        mixed = scores.softmax(-1) @ v  # [tasks, heads, layers·modules, ·]
        return mixed.permute(0, 2, 1, 3).flatten(2).unflatten(1, (layers, modules))


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


class OutputScale(nn.Module):
    """Undoes the z-scores of one module: a frozen mean and deviation for every element."""

    def __init__(self, layers: int, rank: int, sizes: tuple[int, int]):
        super().__init__()
        for half, size in zip("AB", sizes):
            self.register_buffer(f"{half}_mean", torch.zeros(layers, rank, size))
            self.register_buffer(f"{half}_deviation", torch.ones(layers, rank, size))

    def forward(self, A: torch.Tensor, B: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return A * self.A_deviation + self.A_mean, B * self.B_deviation + self.B_mean


class LatentHypernetwork(Hypernetwork):
    def __init__(self, config: LatentConfig):
        super().__init__()
        if config.variant not in ("L", "M", "S"):
            raise ValueError(f"Unknown variant {config.variant!r}; choose L, M or S.")
        self.config = config
        z, count = config.latent_size, len(config.modules)
        self.task_encoder = (
            TokenPooling(config.token_sizes, z // 2, z // 2, config.token_dropout)
            if config.token_sizes
            else TaskEncoder(config.description_size, z // 2)
        )
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
        if config.output_scales:
            scales = (OutputScale(config.layers, config.rank, of) for of in config.modules.values())
            self.scales = nn.ModuleDict(dict(zip(config.modules, scales)))
        self._initialise_heads()

    def _head_width(self, sizes: tuple[int, int]) -> int:
        rank = self.config.rank
        return {"L": rank * sum(sizes), "M": rank * max(sizes), "S": max(sizes)}[
            self.config.variant
        ]

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

    def forward(self, description: Description) -> Adapter:
        """Adapter of several tasks' encoded descriptions, unscaled."""
        x = self._latent(description)  # [tasks, layers, modules, z]
        adapter = {
            name: self._emit(name, index, x[:, :, index])
            for index, name in enumerate(self.config.modules)
        }
        if not self.config.output_scales:
            return adapter
        return {name: self.scales[name](*pair) for name, pair in adapter.items()}

    def _latent(self, description: Description) -> torch.Tensor:
        layers, modules = self.config.layers, len(self.config.modules)
        identity = torch.cat(
            [
                self.module_encoder()[None].expand(layers, -1, -1),
                self.layer_encoder()[:, None].expand(-1, modules, -1),
            ],
            dim=-1,
        )
        if isinstance(description, dict):
            task = self.task_encoder(description, identity)
        else:
            task = self.task_encoder(description)[:, None, None].expand(-1, layers, modules, -1)
        x = torch.cat([task, identity[None].expand(len(task), -1, -1, -1)], dim=-1)
        return self.mlp1(self.mixer(x))

    def _emit(self, name: str, index: int, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """A [.., rank, in] and B [.., rank, out] of one module's latent [tasks, layers, z]."""
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
