import pytest
import torch

from training.adapters.library import Library, LibraryError, LoraShape
from training.machine.files import write_whole
from training.tests.tiny import CONFIG, tiny_hypernetwork

SHAPE = LoraShape.for_base(CONFIG, ["q_proj", "v_proj"], rank=3, alpha=16.0)


def lora(seed: int):
    adapter = tiny_hypernetwork("L", seed)(torch.randn(1, 6))
    return {module: (A[0], B[0]) for module, (A, B) in adapter.items()}


def test_a_library_gives_back_what_was_added(tmp_path):
    library = Library.create(tmp_path, SHAPE)
    first, second = lora(1), lora(2)
    library.add("alpha", first, {"steps": 3})
    library.add("beta", second, {"steps": 4})
    opened = Library.open(tmp_path)
    assert opened.shape == SHAPE and opened.entries["beta"] == {"steps": 4}
    stacked = opened.stack(["beta", "alpha"])
    for module in SHAPE.modules:
        for half in (0, 1):
            assert torch.equal(stacked[module][half][0], second[module][half])
            assert torch.equal(stacked[module][half][1], first[module][half])


def test_a_shape_fits_the_hypernetwork_that_writes_it():
    config = tiny_hypernetwork("L").config
    assert SHAPE.fits(config)
    config.alpha = 8.0
    assert not SHAPE.fits(config)


def test_missing_and_foreign_loras_are_named(tmp_path):
    with pytest.raises(LibraryError, match="library.json"):
        Library.open(tmp_path)
    library = Library.create(tmp_path, SHAPE)
    library.add("alpha", lora(1), {})
    with pytest.raises(LibraryError, match="no LoRA for beta"):
        library.stack(["beta"])
    (tmp_path / "alpha.safetensors").write_bytes(b"broken")
    with pytest.raises(LibraryError, match="alpha.safetensors cannot be read"):
        library.stack(["alpha"])
    (tmp_path / "alpha.safetensors").unlink()
    with pytest.raises(LibraryError, match="alpha.safetensors cannot be read"):
        library.stack(["alpha"])
    other = LoraShape.for_base(CONFIG, ["q_proj"], rank=3, alpha=16.0)
    with pytest.raises(LibraryError, match="another shape"):
        Library.create(tmp_path, other)
    (tmp_path / "library.json").write_text("[]")
    with pytest.raises(LibraryError, match="not a library index"):
        Library.open(tmp_path)


def test_a_lora_that_is_not_finite_is_refused(tmp_path):
    library = Library.create(tmp_path, SHAPE)
    broken = lora(1)
    A, B = broken["q_proj"]
    broken["q_proj"] = (A * float("nan"), B)
    with pytest.raises(LibraryError, match="not finite"):
        library.add("alpha", broken, {})
    assert library.entries == {}


def test_an_interrupted_write_leaves_what_was_there(tmp_path):
    path = tmp_path / "file"
    path.write_text("whole")

    def broken(partial):
        partial.write_text("ha")
        raise OSError("disk full")

    with pytest.raises(OSError):
        write_whole(path, broken)
    assert path.read_text() == "whole"
