import json

import pytest

from training.adapters.lesson_defaults import lesson_defaults
from training.base.record import base_model_record
from training.hypernetworks.manifest import export, library_summary
from training.machine.paths import MODELS
from training.tests.tiny import tiny_hypernetwork

SHIPPED = sorted(MODELS.glob("*/manifest.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_manifest_says_what_it_reads_and_how_its_adapters_are_taught(path):
    manifest = json.loads(path.read_text(encoding="utf-8"))
    parameters = base_model_record(manifest["base"]["id"]).parameters
    assert manifest["teaching_defaults"] == lesson_defaults(parameters)
    assert manifest["reads"] == "description"


def test_a_reconstruction_says_what_is_left_of_its_library(tmp_path):
    share = {"share": 0.75, "low": 0.6, "high": 0.9}
    run = {"name": "l", "compression": 0.8, "share": {"own": share}, "tasks": {"a": {}, "b": {}}}
    result = tmp_path / "reconstruction.json"
    result.write_text(json.dumps({"libraries": {"2": {"runs": [run]}}}))
    summary = library_summary(result, 2, "l")
    assert summary == {"adapters": 2, "saved": 0.8, "share": share, "tasks": ["a", "b"]}
    for name in ("base.gguf", "model.safetensors"):
        (tmp_path / name).write_bytes(b"x")
    export(
        tiny_hypernetwork("L"),
        tmp_path / "exported",
        [{"training": "reconstruction"}],
        None,
        tmp_path / "base.gguf",
        tmp_path,
        library=summary,
    )
    manifest = json.loads((tmp_path / "exported" / "manifest.json").read_text())
    assert manifest["library"] == summary and manifest["evaluation"] is None
    with pytest.raises(ValueError, match="no run 's' of 2 LoRAs; it has l"):
        library_summary(result, 2, "s")
    with pytest.raises(ValueError, match="no run 'l' of 8 LoRAs; it has none"):
        library_summary(result, 8, "l")
