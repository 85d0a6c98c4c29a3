"""Optimiser of every training of a hypernetwork: AdamW, and one guarded step of it."""

from __future__ import annotations

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

BETAS = (0.9, 0.98)


class NonFiniteLoss(RuntimeError):
    """Training diverged; the last saved checkpoint is intact."""


def adamw(
    module: nn.Module, rate: float, weight_decay: float, fused: bool | None = None
) -> torch.optim.AdamW:
    parameters = module.parameters()
    return torch.optim.AdamW(parameters, rate, BETAS, weight_decay=weight_decay, fused=fused)


def set_learning_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate


def moving_average(module: nn.Module, decay: float) -> AveragedModel:
    """Exponential moving average of the weights, over fewer steps while there are few.

    It shows at any time what a falling rate would reach, so a run needs no cool-down to be judged.
    """

    def mixed(averaged: torch.Tensor, current: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
        kept = min(decay, (1 + int(count)) / (10 + int(count)))
        return torch.lerp(averaged, current, 1 - kept)

    return AveragedModel(module, avg_fn=mixed, use_buffers=True)


def refuse_non_finite(loss: torch.Tensor, steps: int) -> None:
    if not torch.isfinite(loss):
        raise NonFiniteLoss(f"The loss became {loss.item()} at step {steps}.")


def descend(trainer, loss: torch.Tensor) -> float:
    """One step of `trainer`'s optimiser down the clipped gradient of `loss`; returns the loss.

    Raises NonFiniteLoss rather than spoil the weights.
    """
    refuse_non_finite(loss, trainer.steps)
    set_learning_rate(trainer.optimizer, trainer.learning_rate())
    trainer.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trainer.hypernetwork.parameters(), trainer.config.clip)
    trainer.optimizer.step()
    return loss.item()
