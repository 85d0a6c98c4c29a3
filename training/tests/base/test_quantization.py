import numpy as np
import pytest
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, quants
from safetensors.numpy import load_file

from training.base.gguf import GgufFile, write_gguf
from training.base.quantization import TYPES, dequantise
from training.machine.paths import REPOSITORY
from training.tests.tiny import half

GOLDEN = REPOSITORY / "tests" / "fixtures" / "golden" / "quantization.safetensors"
NAMES = [name for name, _, _ in TYPES.values()]


def test_q4_1_pairs_weight_i_with_i_plus_16():
    codes = bytes((i % 16) | ((15 - i % 16) << 4) for i in range(16))
    block = np.frombuffer(half(0.5) + half(-1.0) + codes, np.uint8)[None]
    values = dequantise(block, "Q4_1")
    assert values[:16].tolist() == [0.5 * i - 1 for i in range(16)]
    assert values[16:].tolist() == [0.5 * (15 - i) - 1 for i in range(16)]


def test_q8_0_is_signed():
    block = np.frombuffer(half(2.0) + bytes([1, 255] * 16), np.uint8)[None]
    assert dequantise(block, "Q8_0")[:2].tolist() == [2.0, -2.0]


def test_types_are_numbered_and_sized_as_ggml_has_them():
    for number, (name, weights, size) in TYPES.items():
        assert GGMLQuantizationType(number).name == name
        assert GGML_QUANT_SIZES[GGMLQuantizationType(number)] == (weights, size)


@pytest.mark.parametrize("name", NAMES)
def test_every_type_has_the_bits_of_the_package_gguf(name):
    golden = load_file(GOLDEN)
    blocks = golden[f"{name}.blocks"]
    weights = dequantise(blocks, name)
    assert weights.tobytes() == golden[f"{name}.weights"].tobytes()
    package = quants.dequantize(blocks, GGMLQuantizationType[name]).astype(np.float32)
    assert weights.tobytes() == package.tobytes()


def test_a_tensor_of_superblocks_keeps_its_shape(tmp_path):
    blocks = load_file(GOLDEN)["Q6_K.blocks"]
    write_gguf(tmp_path / "model.gguf", {}, {"a": (14, [2, 512], blocks.tobytes())})
    tensor = GgufFile(tmp_path / "model.gguf").tensor("a")
    assert tensor.shape == (2, 512)
    assert tensor.tobytes() == dequantise(blocks, "Q6_K").tobytes()
