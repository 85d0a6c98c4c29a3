"""Distance of a hypernetwork's LoRAs from a library's: L1 on A and B, L1 or squares of B A."""

from __future__ import annotations

import torch

from training.adapters.lora import Adapter
from training.hypernetworks.latent import LatentHypernetwork

from .distillation import inner_product

FORMS = ("factorised", "delta_w", "squared")
SMALLEST_DEVIATION = 0.01
"""No element's deviation counts as less than this share of its tensor's mean deviation."""


class ReconstructionLoss:
    """L1 in units of the library's own spread, alike for every module and layer.

    factorised: mean |difference| of z-scores, for every element over the library. The mean LoRA
    scores about 0.8, the mean absolute value of a normal variable.
    delta_w: mean |difference of B A| over the library's mean |B A|, for every module and layer
    (the reference implementation multiplies by a constant instead). No LoRA at all scores 1.
    squared: mean of squared differences of B A over the library's mean square, for every module and
    layer. No LoRA at all scores 1 here, too.
    """

    def __init__(self, library: Adapter, form: str, part: int = 0):
        """`library`: module -> (A [loras, layers, rank, in], B [loras, layers, rank, out]).

        With `part`, "delta_w" compares only so many rows and columns of B A, drawn anew at every
        call: the same on average, in a fraction of the time.
        """
        if form not in FORMS:
            raise ValueError(f"Unknown form {form!r}; choose one of {', '.join(FORMS)}.")
        self.form, self.part = form, part
        self.statistics = {
            module: tuple(mean_and_deviation(tensor) for tensor in pair)
            for module, pair in library.items()
        }
        # One LoRA at a time: all delta W of a library would not fit into memory.
        self.sizes = {
            module: torch.stack([mean_size(delta_w(a, b)) for a, b in zip(A, B)]).mean(0)
            for module, (A, B) in library.items()
            if form == "delta_w"
        }
        self.squares = {
            module: inner_product(pair, pair).mean(0)
            for module, pair in library.items()
            if form == "squared"
        }

    def fill_scales(self, hypernetwork: LatentHypernetwork) -> None:
        """Makes the hypernetwork's output z-scores of the library; it then starts at its mean."""
        with torch.no_grad():
            for module, halves in self.statistics.items():
                scale = hypernetwork.scales[module]
                for half, (mean, deviation) in zip("AB", halves):
                    getattr(scale, f"{half}_mean").copy_(mean)
                    getattr(scale, f"{half}_deviation").copy_(deviation)
                hypernetwork.heads[module].bias.zero_()

    def __call__(self, adapter: Adapter, targets: Adapter) -> torch.Tensor:
        """Mean loss of generated adapters against those wanted for the same tasks."""
        parts = []
        for module, pair in adapter.items():
            if self.form == "factorised":
                for ours, wanted, (_, deviation) in zip(
                    pair, targets[module], self.statistics[module]
                ):
                    parts.append(((ours - wanted) / deviation).abs().mean())
            elif self.form == "squared":
                difference = squared_distance(pair, targets[module])
                parts.append((difference / self.squares[module].clamp(min=1e-12)).mean())
            else:
                ours, wanted = self._drawn(pair, targets[module])
                difference = mean_size(delta_w(*ours) - delta_w(*wanted))
                parts.append((difference / self.sizes[module].clamp(min=1e-12)).mean())
        return torch.stack(parts).mean()

    def _drawn(self, *pairs: tuple) -> list[tuple]:
        """The same random part of A's and B's elements of each; all of them without `part`."""
        if not self.part:
            return list(pairs)
        picks = [torch.randperm(factor.shape[-1])[: self.part] for factor in pairs[0]]
        return [tuple(f[..., pick] for f, pick in zip(pair, picks)) for pair in pairs]


def squared_distance(ours: tuple, wanted: tuple) -> torch.Tensor:
    """Squared Frobenius distance of two B A for every task and layer, [tasks, layers]."""
    cross = inner_product(ours, wanted)
    return inner_product(ours, ours) - 2 * cross + inner_product(wanted, wanted)


def mean_and_deviation(tensor: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation over the LoRAs of [loras, layers, rank, size], each [layers, rank, size]."""
    deviation = tensor.std(0, correction=0)
    least = float((SMALLEST_DEVIATION * deviation.mean()).clamp(min=1e-8))
    return tensor.mean(0), deviation.clamp(min=least)


def delta_w(A: torch.Tensor, B: torch.Tensor) -> torch.Tensor:
    """Product B A [.., out, in] of A [.., rank, in] and B [.., rank, out], unscaled."""
    return B.transpose(-1, -2) @ A


def mean_size(matrices: torch.Tensor) -> torch.Tensor:
    return matrices.abs().mean((-1, -2))
