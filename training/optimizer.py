"""The optimiser of SFT: AdamW, or Muon for the matrices with AdamW for everything else."""

from __future__ import annotations

import torch
from torch import nn

OPTIMIZERS = ("adamw", "muon")
BETAS = (0.9, 0.98)


class Muon(torch.optim.Optimizer):
    """Momentum made orthogonal (Jordan et al., 2024), scaled to AdamW's size (Liu et al., 2025).

    torch.optim.Muon does the same in bf16, which processors without it emulate: 30 s a step.
    """

    MOMENTUM, STEPS, COEFFICIENTS = 0.95, 5, (3.4445, -4.7750, 2.0315)

    def __init__(self, matrices: list[nn.Parameter], lr: float, weight_decay: float):
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for group in self.param_groups:
            rate = group["lr"]
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                if not state:
                    state["momentum"] = torch.zeros_like(weight)
                momentum = state["momentum"].lerp_(weight.grad, 1 - self.MOMENTUM)
                update = self.orthogonal(weight.grad.lerp(momentum, self.MOMENTUM))
                weight.mul_(1 - rate * group["weight_decay"])
                weight.add_(update, alpha=-0.2 * rate * max(weight.shape) ** 0.5)

    def orthogonal(self, matrix: torch.Tensor) -> torch.Tensor:
        """The nearest matrix with singular values near 1, by Newton-Schulz iteration."""
        a, b, c = self.COEFFICIENTS
        is_tall = matrix.shape[0] > matrix.shape[1]
        x = matrix.T if is_tall else matrix
        x = x / (x.norm() + 1e-7)
        for _ in range(self.STEPS):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        return x.T if is_tall else x


class Optimizer:
    """One learning rate and one state for all parts."""

    def __init__(self, parts: list[torch.optim.Optimizer]):
        self.parts = parts

    def set_learning_rate(self, rate: float) -> None:
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def step(self) -> None:
        for part in self.parts:
            part.step()

    def state_dict(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)


def optimizer_for(module: nn.Module, kind: str, rate: float, weight_decay: float) -> Optimizer:
    """Muon takes the matrices that map one vector to another; embeddings, norms and biases

    stay with AdamW.
    """
    if kind not in OPTIMIZERS:
        raise ValueError(f"There is no optimizer {kind}; choose {' or '.join(OPTIMIZERS)}.")
    matrices = [
        part.weight for part in module.modules() if isinstance(part, nn.Linear) and kind == "muon"
    ]
    taken = {id(weight) for weight in matrices}
    others = [weight for weight in module.parameters() if id(weight) not in taken]
    parts: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(others, lr=rate, betas=BETAS, weight_decay=weight_decay)
    ]
    if matrices:
        parts.append(
            Muon(matrices, rate, weight_decay)
        )
    return Optimizer(parts)
