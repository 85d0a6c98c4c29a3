"""LoRA tensors per module -> the grouped, block-diagonal form the base model runs."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .base_model import GROUPS, BaseConfig, PackedLora
from .hypernetwork import Adapter


def pack(
    adapter: Adapter, config: BaseConfig, scaling: float, dtype: torch.dtype = torch.float32
) -> PackedLora:
    """Module -> (A [rows, layers, rank, in], B [rows, layers, rank, out]) to group tensors.

    Returns A [layers, rows, in, R] and B [layers, rows, R, out] with `scaling` folded into B.
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
        if As:
            A = torch.cat(As, dim=2).permute(1, 0, 3, 2).to(dtype).contiguous()
            B = torch.cat(Bs, dim=2).transpose(0, 1).to(dtype).contiguous()
            packed[group] = (A, B)
    return packed
