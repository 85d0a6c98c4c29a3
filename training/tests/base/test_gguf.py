import numpy as np
import pytest

from training.base.gguf import GgufError, GgufFile, write_gguf


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


def test_a_type_that_cannot_be_read_is_named_with_those_that_can(tmp_path):
    path = tmp_path / "model.gguf"
    write_gguf(path, {"general.architecture": "llama"}, {"a": (23, [256], bytes(136))})
    with pytest.raises(GgufError, match="tensor a .* type 23; readable are F32, .* or IQ4_NL"):
        GgufFile(path).tensor("a")


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
