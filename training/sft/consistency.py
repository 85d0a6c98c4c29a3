"""How much an adapter depends on the wording of its description, as a loss.

Adapters of one task's descriptions differ by more than half of what those of different tasks do,
on train tasks as on others (LOG.md, 2026-11-27). The loss draws an adapter towards what the
averaged weights write for another description of the same task (mean teacher: Tarvainen and
Valpola 2017).
"""

from __future__ import annotations

import torch

from training.adapters.lora import Adapter


def inconsistency(adapter: Adapter, target: Adapter) -> torch.Tensor:
    """Squared distance to `target`, over the squared spread of the targets around their mean.

    Both are module -> (A [rows, layers, rank, in], B [.., rank, out]). 1: as far from the own task's
    target as those lie from their mean. 0 for a single row, which has no spread.
    """
    apart, spread = torch.zeros(()), torch.zeros(())
    for module, pair in target.items():
        for wanted, found in zip(pair, adapter[module]):
            if wanted.stride(0) == 0:
                continue  # one tensor for all rows, as A of a gist: no description changes it
            apart = apart + (found - wanted).square().sum()
            spread = spread + (wanted - wanted.mean(0)).square().sum()
    return apart / spread if spread > 0 else torch.zeros(())
