"""The folder that the page reads a hypernetwork from: fp16 safetensors and a JSON manifest."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.adapters.lesson_defaults import lesson_defaults
from training.base.record import DEFAULT, BaseModelRecord
from training.machine.files import sha256

from .encoder import ENCODER_FOLDER, ENCODER_ID, TEXT_RULE
from .kind import Hypernetwork
from .kinds import kind_of

FORMAT, VERSION = "text-to-lora-hypernetwork", 2
WEIGHTS = "hypernetwork.safetensors"
TRAINING_LABELS = {
    "sft": "SFT",
    "reconstruction": "reconstruction",
    "distillation": "distilled",
}
LIBRARY_FIELDS = ("variant", "latent_size", "head_input_size")
VALIDATION = "tenth of the train tasks by hash of name (training/data/tasks.py)"


def export(
    hypernetwork: Hypernetwork,
    folder: Path,
    stages: list[dict],
    evaluation: dict | None,
    base_file: Path | None = None,
    encoder_folder: Path = ENCODER_FOLDER,
    record: BaseModelRecord = DEFAULT,
    library: dict | None = None,
) -> None:
    config = hypernetwork.config
    kind = kind_of(config.variant)
    kind.refuse_what_the_page_lacks(config)
    training = main_training(stages)
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / WEIGHTS
    tensors = {k: v.detach().half().contiguous() for k, v in hypernetwork.state_dict().items()}
    if not all(torch.isfinite(tensor).all() for tensor in tensors.values()):
        raise ValueError("A weight does not fit into fp16; nothing was written.")
    save_file(tensors, weights)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "id": folder.name,
        "label": f"T2L-{config.variant} · {TRAINING_LABELS[training]}",
        "variant": config.variant,
        "training": training,
        "base": {"id": record.id, "sha256": sha256(base_file or record.file)},
        "encoder": {
            "id": ENCODER_ID,
            "sha256": sha256(encoder_folder / "model.safetensors"),
            **kind.encoder_entries(config),
        },
        "text_rule": TEXT_RULE,
        "template": record.template.message,
        "target_modules": list(config.modules),
        "module_sizes": {name: list(sizes) for name, sizes in config.modules.items()},
        "rank": config.rank,
        "alpha": config.alpha,
        "use_rslora": config.use_rslora,
        "scaling": config.scaling,
        "layers": config.layers,
        **{key: getattr(config, key) for key in kind.manifest_fields},
        "parameters": sum(p.numel() for p in hypernetwork.parameters()),
        "weights": {
            "file": WEIGHTS,
            "bytes": weights.stat().st_size,
            "sha256": sha256(weights),
        },
        "reads": "description",
        "teaching_defaults": lesson_defaults(record.parameters),
        "training_summary": {"stages": stages, "validation": VALIDATION},
        "evaluation": evaluation,
        "library": library,
        "created": datetime.date.today().isoformat(),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def main_training(stages: list[dict]) -> str:
    """Training that a hypernetwork is called after: SFT when any stage was, else the last stage."""
    kinds = [stage["training"] for stage in stages]
    return "sft" if "sft" in kinds else kinds[-1]


def evaluation_summary(path: Path) -> dict:
    """Part of an evaluation's result that the page shows."""
    results = json.loads(path.read_text(encoding="utf-8"))
    return {
        "split": results["split"],
        "conditions": results["conditions"],
        "tasks": len(results["tasks"]),
        "examples_per_task": results["examples_per_task"],
    }


def library_summary(
    path: Path, loras: int, name: str, hypernetwork: Hypernetwork, stages: list[dict]
) -> dict:
    """Summary of the LoRAs that a reconstruction was trained on, and of what it keeps of them.

    `path` is the result of training.commands.compression.report, `name` that of the run in it
    that gave this hypernetwork. Raises ValueError where it has no such run, or one of another
    hypernetwork, or one that saves nothing.
    """
    library = json.loads(path.read_text(encoding="utf-8"))["libraries"].get(str(loras), {"runs": []})
    for run in library["runs"]:
        if run["name"] == name:
            _refuse_another(run, loras, hypernetwork, stages)
            return {
                "adapters": loras,
                "saved": run["compression"],
                "share": run["share"]["own"],
                "tasks": list(run["tasks"]),
            }
    known = ", ".join(run["name"] for run in library["runs"]) or "none"
    raise ValueError(f"{path} has no run {name!r} of {loras} LoRAs; it has {known}.")


def _refuse_another(run: dict, loras: int, hypernetwork: Hypernetwork, stages: list[dict]) -> None:
    """Raises ValueError where a run's result is not that of this hypernetwork, or it saves nothing."""
    config, last = hypernetwork.config.to_dict(), stages[-1]
    if last["training"] != "reconstruction" or last["tasks"] != loras:
        raise ValueError(f"The checkpoint is no reconstruction of {loras} LoRAs.")
    differing = [key for key in LIBRARY_FIELDS if run[key] != config[key]]
    if differing:
        raise ValueError(f"{run['name']} is of another {', '.join(differing)} than the checkpoint.")
    if run["compression"] < 0:
        raise ValueError(f"{run['name']} has more numbers than its LoRAs: it is no library to ship.")
