"""A training whose targets are LoRAs, without the base model: reconstruction or distillation."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from training.hypernetworks.latent import LatentHypernetwork
from training.loop.checkpoint import read_training, restore_training
from training.loop.optimizer import adamw, descend
from training.machine.parallel import Processes


class RegressionConfig(Protocol):
    learning_rate: float
    weight_decay: float
    clip: float
    steps: int
    validate_every: int
    seed: int


class RegressionTrainer(ABC):
    """`step` is one optimiser step; `save` and `restore` are exact."""

    smoothed_losses: frozenset[str] = frozenset()
    fused_optimizer: bool | None = None
    """Whether the weights are updated in one pass over them, which makes steps of L short."""

    def __init__(self, config: RegressionConfig, earlier: list[dict]):
        """`earlier` are the stages of training that the hypernetwork has behind it."""
        self.config, self.earlier = config, earlier
        self.processes = Processes()
        self.log_every = config.validate_every
        self.random = np.random.default_rng(config.seed)
        self.steps, self.examples, self.seconds = 0, 0, 0.0
        torch.manual_seed(config.seed)
        self.hypernetwork = self._new_hypernetwork()
        self.optimizer = adamw(
            self.hypernetwork, config.learning_rate, config.weight_decay, self.fused_optimizer
        )

    def progress(self) -> float:
        return self.steps / self.config.steps

    def step(self) -> dict[str, float]:
        """The loss before the step; raises NonFiniteLoss rather than spoil the weights."""
        started = time.monotonic()
        self.hypernetwork.train()
        loss, examples = self._loss()
        before = descend(self, loss)
        self.steps += 1
        self.examples += examples
        self.seconds += time.monotonic() - started
        return {"train": before}

    def restore(self, path: Path) -> None:
        restore_training(read_training(path), self, self.random)

    @abstractmethod
    def learning_rate(self) -> float:
        """The rate of the next step."""

    @abstractmethod
    def _new_hypernetwork(self) -> LatentHypernetwork: ...

    @abstractmethod
    def _loss(self) -> tuple[torch.Tensor, int]:
        """The loss of the next step's descriptions, and how many they are."""

    @abstractmethod
    def validate(self) -> dict[str, float]: ...

    @abstractmethod
    def save(self, path: Path) -> None: ...
