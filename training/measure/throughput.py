"""Useful work of a step of SFT, to compare its speed with the machine's own."""

from __future__ import annotations

from training.base.batch import Batch
from training.base.config import BaseConfig


def useful_operations(batch: Batch, config: BaseConfig) -> float:
    """Operations of one step: two a weight and token forward, and as many backward."""
    kv = config.kv_heads * config.head_size
    layer = config.size * (2 * config.size + 2 * kv + 3 * config.feed_forward_size)
    head = len(batch.targets) * config.vocabulary * config.size
    return 4.0 * (batch.token_count * config.layers * layer + head)
