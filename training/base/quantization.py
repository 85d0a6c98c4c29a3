"""ggml's tensor types: weights stored as blocks, made float32.

Layouts: ggml-common.h of llama.cpp. Every value has the bits that the package `gguf` gives it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

TYPES = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    30: ("BF16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    20: ("IQ4_NL", 32, 18),
}
"""Number of a type in the file -> its name, weights in a block, bytes of a block."""

IQ4_NL_LEVELS = np.array(
    [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113], np.int8
)

Blocks = tuple[np.ndarray, np.ndarray, np.ndarray | None]
"""Codes [n, groups, weights], scales [n, groups] and minima alike, or None where all are 0."""


def readable_types() -> str:
    """Names of all readable types, for messages."""
    names = [name for name, _, _ in TYPES.values()]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def dequantise(blocks: np.ndarray, kind: str) -> np.ndarray:
    """[n, bytes of a block] -> flat float32 values; weight = scale · code + minimum."""
    if kind == "F32":
        return blocks.copy().view(np.float32).ravel()
    if kind == "F16":
        return blocks.copy().view(np.float16).astype(np.float32).ravel()
    if kind == "BF16":
        return (blocks.copy().view(np.uint16).astype(np.uint32) << 16).view(np.float32).ravel()
    codes, scales, minima = READERS[kind](blocks)
    weights = codes.astype(np.float32)
    weights *= scales[..., None]
    if minima is not None:
        weights += minima[..., None]
    return weights.ravel()


def halves(blocks: np.ndarray, first: int) -> np.ndarray:
    """The half-precision number at byte `first` of every block: [n, 1]."""
    return blocks[:, first : first + 2].copy().view(np.float16).astype(np.float32)


def nibbles(packed: np.ndarray) -> np.ndarray:
    """[n, parts, bytes] -> [n, parts, 2 · bytes]: all low nibbles of a part, then all high ones."""
    return np.concatenate([packed & 15, packed >> 4], axis=-1)


def bits(packed: np.ndarray, width: int) -> np.ndarray:
    """[n, parts, bytes] -> [n, parts, 8 / width · bytes]: all lowest bits of a part, then the next."""
    shifted = [(packed >> shift) & (2**width - 1) for shift in range(0, 8, width)]
    return np.concatenate(shifted, axis=-1)


def fifth_bits(packed: np.ndarray) -> np.ndarray:
    """[n, 4] -> [n, 1, 32]: the fifth bit of 32 weights, at its place."""
    return np.unpackbits(packed, axis=1, bitorder="little")[:, None] << 4


def signed(codes: np.ndarray, offset: int) -> np.ndarray:
    return codes.astype(np.int8) - np.int8(offset)


def read_q4_0(blocks: np.ndarray) -> Blocks:
    return signed(nibbles(blocks[:, None, 2:]), 8), halves(blocks, 0), None


def read_q4_1(blocks: np.ndarray) -> Blocks:
    return nibbles(blocks[:, None, 4:]), halves(blocks, 0), halves(blocks, 2)


def read_q5_0(blocks: np.ndarray) -> Blocks:
    codes = nibbles(blocks[:, None, 6:]) | fifth_bits(blocks[:, 2:6])
    return signed(codes, 16), halves(blocks, 0), None


def read_q5_1(blocks: np.ndarray) -> Blocks:
    codes = nibbles(blocks[:, None, 8:]) | fifth_bits(blocks[:, 4:8])
    return codes, halves(blocks, 0), halves(blocks, 2)


def read_q8_0(blocks: np.ndarray) -> Blocks:
    return blocks[:, None, 2:].view(np.int8), halves(blocks, 0), None


def read_iq4_nl(blocks: np.ndarray) -> Blocks:
    return IQ4_NL_LEVELS[nibbles(blocks[:, None, 2:])], halves(blocks, 0), None


def read_q2_k(blocks: np.ndarray) -> Blocks:
    packed, codes = blocks[:, :16], bits(blocks[:, 16:80].reshape(-1, 2, 32), 2)
    minima = -(halves(blocks, 82) * (packed >> 4))
    return codes.reshape(-1, 16, 16), halves(blocks, 80) * (packed & 15), minima


def read_q3_k(blocks: np.ndarray) -> Blocks:
    high = bits(blocks[:, None, :32], 1).reshape(-1, 256)
    low = bits(blocks[:, 32:96].reshape(-1, 2, 32), 2).reshape(-1, 256)
    # A high bit that is not set takes 4 away.
    codes = signed(low | (high << 2), 4)
    packed = nibbles(blocks[:, None, 96:104]) | (bits(blocks[:, None, 104:108], 2) << 4)
    scales = halves(blocks, 108) * signed(packed[:, 0], 32)
    return codes.reshape(-1, 16, 16), scales, None


def read_q4_k(blocks: np.ndarray) -> Blocks:
    codes = nibbles(blocks[:, 16:].reshape(-1, 4, 32))
    return codes.reshape(-1, 8, 32), *scales_and_minima(blocks)


def read_q5_k(blocks: np.ndarray) -> Blocks:
    low = nibbles(blocks[:, 48:].reshape(-1, 4, 32)).reshape(-1, 8, 32)
    high = bits(blocks[:, None, 16:48], 1).reshape(-1, 8, 32)
    return low | (high << 4), *scales_and_minima(blocks)


def read_q6_k(blocks: np.ndarray) -> Blocks:
    low = nibbles(blocks[:, :128].reshape(-1, 2, 64))
    high = bits(blocks[:, 128:192].reshape(-1, 2, 32), 2)
    scales = halves(blocks, 208) * blocks[:, 192:208].view(np.int8)
    return signed(low | (high << 4), 32).reshape(-1, 16, 16), scales, None


def scales_and_minima(blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Q4_K and Q5_K: a scale and a minimum of six bits each for every 32 weights."""
    first, second, third = (blocks[:, at : at + 4] for at in (4, 8, 12))
    scales = np.concatenate([first & 63, (third & 15) | (first >> 6 << 4)], axis=1)
    minima = np.concatenate([second & 63, (third >> 4) | (second >> 6 << 4)], axis=1)
    return halves(blocks, 0) * scales, -(halves(blocks, 2) * minima)


READERS: dict[str, Callable[[np.ndarray], Blocks]] = {
    "Q4_0": read_q4_0,
    "Q4_1": read_q4_1,
    "Q5_0": read_q5_0,
    "Q5_1": read_q5_1,
    "Q8_0": read_q8_0,
    "IQ4_NL": read_iq4_nl,
    "Q2_K": read_q2_k,
    "Q3_K": read_q3_k,
    "Q4_K": read_q4_k,
    "Q5_K": read_q5_k,
    "Q6_K": read_q6_k,
}
