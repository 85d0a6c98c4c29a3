"""LoRAs of one or several tasks, and the grouped, block-diagonal form that the base model runs."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from training.base.config import GROUPS, BaseConfig
from training.base.layer import PackedLora

Adapter = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""LoRAs of several tasks: module -> (A [tasks, layers, rank, in], B [tasks, layers, rank, out])."""


def lora_scaling(alpha: float, rank: int, use_rslora: bool) -> float:
    """Factor of B A."""
    return alpha / (math.sqrt(rank) if use_rslora else rank)


def pack(
    adapter: Adapter, config: BaseConfig, scaling: float, dtype: torch.dtype = torch.float32
) -> PackedLora:
    """The form that the base runs, of LoRAs with a row each.

    Module -> (A [rows, layers, rank, in], B [rows, layers, rank, out]) becomes group ->
    (A [layers, rows, in, R], B [layers, rows, R, out]), with `scaling` folded into B.
    An A that is one and the same tensor for all modules of a group is there once.
    """
    packed: PackedLora = {}
    for group, members in GROUPS.items():
        total = sum(config.module_sizes(module)[1] for module in members)
        As, Bs, offset = [], [], 0
        for module in members:
            out = config.module_sizes(module)[1]
            if module in adapter:
                A, B = adapter[module]
                As.append(A)
                Bs.append(F.pad(B * scaling, (offset, total - offset - out)))
            offset += out
        if not As:
            continue
        if all(A is As[0] for A in As):
            A, B = As[0], torch.stack(Bs).sum(0)
        else:
            A, B = torch.cat(As, dim=2), torch.cat(Bs, dim=2)
        A = A.permute(1, 0, 3, 2).to(dtype).contiguous()
        packed[group] = (A, B.transpose(0, 1).to(dtype).contiguous())
    return packed


def for_rows(lora: PackedLora, rows: int) -> PackedLora:
    """A LoRA of one row, repeated for `rows` rows without a copy."""
    return {
        group: (A.expand(-1, rows, -1, -1), B.expand(-1, rows, -1, -1))
        for group, (A, B) in lora.items()
    }
