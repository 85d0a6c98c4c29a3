"""Writes random blocks of every readable ggml type and the weights that the package gguf reads.

    python -m training.commands.golden.quantization

The page's and training's own reading is tested against tests/fixtures/golden/quantization.safetensors.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize
from safetensors.numpy import save_file

from training.machine.paths import REPOSITORY

# Where the half-precision scales and minima of a block lie, in bytes.
HALVES = {
    "F32": (),
    "F16": (0,),
    "BF16": (),
    "Q4_0": (0,),
    "Q4_1": (0, 2),
    "Q5_0": (0,),
    "Q5_1": (0, 2),
    "Q8_0": (0,),
    "Q2_K": (80, 82),
    "Q3_K": (108,),
    "Q4_K": (0, 2),
    "Q5_K": (0, 2),
    "Q6_K": (208,),
    "IQ4_NL": (0,),
}
WEIGHTS = 1024
GOLDEN = REPOSITORY / "tests/fixtures/golden/quantization.safetensors"


def random_blocks(type_name: str, random: np.random.Generator) -> np.ndarray:
    """[blocks, bytes of a block]; every number in it is finite, some are subnormal."""
    elements, size = GGML_QUANT_SIZES[GGMLQuantizationType[type_name]]
    count = WEIGHTS // elements
    if type_name == "F32":
        return random.standard_normal((count, 1)).astype(np.float32).view(np.uint8)
    blocks = random.integers(0, 256, (count, size), dtype=np.uint8)
    if type_name == "BF16":
        finite = random.integers(0, 0x7F80, count) | random.integers(0, 2, count) << 15
        blocks[:] = finite.astype(np.uint16)[:, None].view(np.uint8)
    for at in HALVES[type_name]:
        finite = random.integers(0, 0x7C00, count) | random.integers(0, 2, count) << 15
        blocks[:, at : at + 2] = finite.astype(np.uint16)[:, None].view(np.uint8)
    return blocks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=GOLDEN)
    options = parser.parse_args()
    random = np.random.default_rng(23)
    tensors = {}
    for type_name in HALVES:
        blocks = random_blocks(type_name, random)
        weights = dequantize(blocks, GGMLQuantizationType[type_name])
        tensors[f"{type_name}.blocks"] = blocks
        tensors[f"{type_name}.weights"] = weights.ravel().astype(np.float32)
    save_file(tensors, options.out)


if __name__ == "__main__":
    main()
