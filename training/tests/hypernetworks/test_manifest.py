import json

import pytest

from training.adapters.lesson_defaults import lesson_defaults
from training.base.record import base_model_record
from training.hypernetworks.manifest import LIBRARY_FIELDS, export, library_summary
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
    hypernetwork, stages = tiny_hypernetwork("L"), [{"training": "reconstruction", "tasks": 2}]
    form = {key: hypernetwork.config.to_dict()[key] for key in LIBRARY_FIELDS}
    run = {"name": "l", "compression": 0.8, "share": {"own": share}, "tasks": {"a": {}, "b": {}}}
    large, other = [
        run | form | {"name": "large", "compression": -1.5},
        run | form | {"name": "other", "latent_size": 1},
    ]
    result = tmp_path / "reconstruction.json"
    result.write_text(json.dumps({"libraries": {"2": {"runs": [run | form, large, other]}}}))
    summary = library_summary(result, 2, "l", hypernetwork, stages)
    assert summary == {"adapters": 2, "saved": 0.8, "share": share, "tasks": ["a", "b"]}
    for name in ("base.gguf", "model.safetensors"):
        (tmp_path / name).write_bytes(b"x")
    export(
        hypernetwork,
        tmp_path / "exported",
        stages,
        None,
        tmp_path / "base.gguf",
        tmp_path,
        library=summary,
    )
    manifest = json.loads((tmp_path / "exported" / "manifest.json").read_text())
    assert manifest["library"] == summary and manifest["evaluation"] is None
    sft = [{"training": "sft", "tasks": 2}]
    for loras, name, of_stages, fault in (
        (2, "s", stages, "no run 's' of 2 LoRAs; it has l, large, other"),
        (8, "l", stages, "no run 'l' of 8 LoRAs; it has none"),
        (2, "l", sft, "no reconstruction of 2 LoRAs"),
        (2, "other", stages, "another latent_size"),
        (2, "large", stages, "more numbers than its LoRAs"),
    ):
        with pytest.raises(ValueError, match=fault):
            library_summary(result, loras, name, hypernetwork, of_stages)
