"""The averaged LoRA: the mean of a library's delta W, cut to the library's rank.

A and B themselves are not averaged: B A stays the same when A and B are turned against each
other, so their means depend on that choice, while delta W = B A does not.
"""

from __future__ import annotations

import torch

from .lora import Adapter

AVERAGED = "averaged"


def average(loras: Adapter, rank: int) -> tuple[Adapter, dict[str, float]]:
    """Mean LoRA of the LoRAs, without their axis, and the share of its size that the cut keeps.

    The LoRAs are module -> (A [loras, layers, rank, in], B [loras, layers, rank, out]).

    It is the best approximation of rank `rank` in the Frobenius norm (truncated SVD, Eckart-Young),
    computed in float64. The second result is, for every module, the share of the mean's squared norm
    that the cut to this rank keeps.
    """
    averaged: Adapter = {}
    kept: dict[str, float] = {}
    for module, (A, B) in loras.items():
        count, layers = A.shape[:2]
        # The mean over loras of B^T A is one product with all their ranks side by side.
        right = A.double().permute(1, 0, 2, 3).reshape(layers, -1, A.shape[-1]) / count
        left = B.double().permute(1, 0, 2, 3).reshape(layers, -1, B.shape[-1])
        mean = left.transpose(-1, -2) @ right  # [layers, out, in]
        U, S, V = torch.linalg.svd(mean, full_matrices=False)
        root = S[:, :rank].sqrt()
        averaged[module] = (
            (root[:, :, None] * V[:, :rank]).float(),
            (root[:, :, None] * U[:, :, :rank].transpose(-1, -2)).float(),
        )
        total = S.square().sum().item()
        kept[module] = S[:, :rank].square().sum().item() / total if total else 1.0
    return averaged, kept
