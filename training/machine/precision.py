"""Number format of the frozen base: bf16 where this machine is faster with it."""

from __future__ import annotations

import time

import torch

PRECISIONS = {"bfloat16": torch.bfloat16, "float32": torch.float32}
ROWS, INNER, COLUMNS = 2048, 576, 3072


def matmul_rate(dtype: torch.dtype, repeats: int = 30) -> float:
    """Floating-point operations a second of a [2048, 576] x [576, 3072] product, best of many."""
    x, y = torch.randn(ROWS, INNER).to(dtype), torch.randn(INNER, COLUMNS).to(dtype)
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        torch.mm(x, y)
        if x.is_cuda:
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - started)
    return 2 * ROWS * INNER * COLUMNS / min(seconds)


def fastest() -> torch.dtype:
    """Format that this machine multiplies fastest in.

    Processors without bf16 instructions emulate them, several times slower than fp32.
    """
    return max(PRECISIONS.values(), key=lambda dtype: matmul_rate(dtype, repeats=3))


def chosen(name: str) -> torch.dtype:
    """Format that an option names; "auto" measures, in under a second."""
    dtype = fastest() if name == "auto" else PRECISIONS[name]
    print(f"base in {str(dtype).removeprefix('torch.')}", flush=True)
    return dtype
