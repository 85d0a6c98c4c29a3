import numpy as np
import pytest

from training.base.gguf import GgufError, GgufFile, dequantise, write_gguf
from training.tests.tiny import half


def test_metadata_and_tensors_are_read_back(tmp_path):
    path = tmp_path / "model.gguf"
    values = np.arange(6, dtype=np.float32)
    write_gguf(
        path,
        {"general.architecture": "llama", "llama.block_count": 2, "eps": 0.5},
        {"a": (0, [2, 3], values.tobytes()), "b": (0, [1], values[:1].tobytes())},
    )
    file = GgufFile(path)
    assert file.metadata == {"general.architecture": "llama", "llama.block_count": 2, "eps": 0.5}
    assert file.tensor("a").tolist() == [[0, 1, 2], [3, 4, 5]]


def test_q4_1_pairs_weight_i_with_i_plus_16():
    codes = bytes((i % 16) | ((15 - i % 16) << 4) for i in range(16))
    block = np.frombuffer(half(0.5) + half(-1.0) + codes, np.uint8)[None]
    values = dequantise(block, "Q4_1")
    assert values[:16].tolist() == [0.5 * i - 1 for i in range(16)]
    assert values[16:].tolist() == [0.5 * (15 - i) - 1 for i in range(16)]


def test_q8_0_is_signed():
    block = np.frombuffer(half(2.0) + bytes([1, 255] * 16), np.uint8)[None]
    assert dequantise(block, "Q8_0")[:2].tolist() == [2.0, -2.0]


def test_every_truncation_of_the_header_is_a_clear_error(tmp_path):
    path = tmp_path / "model.gguf"
    write_gguf(path, {"general.architecture": "llama"}, {"a": (0, [4], bytes(16))})
    whole = path.read_bytes()
    for length in range(1, 90, 3):
        path.write_bytes(whole[:length])
        with pytest.raises(GgufError):
            GgufFile(path).tensor("a")


def test_a_missing_file_says_how_to_get_it(tmp_path):
    with pytest.raises(GgufError, match="npm start"):
        GgufFile(tmp_path / "absent.gguf")
