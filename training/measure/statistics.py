"""Means with bootstrap intervals."""

from __future__ import annotations

import numpy as np

RESAMPLES = 2000


def bootstrap_mean(values: list[float], seed: int = 0) -> dict[str, float]:
    """Mean with its 95 % percentile bootstrap interval over `values`, in whatever order."""
    array = np.sort(np.asarray(values, dtype=np.float64))
    picks = np.random.default_rng(seed).integers(len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return {"score": float(array.mean()), "low": float(low), "high": float(high)}
