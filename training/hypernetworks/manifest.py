"""The folder that the page reads a hypernetwork from: fp16 safetensors and a JSON manifest."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.base.template import TEMPLATE
from training.machine.files import sha256
from training.machine.paths import (
    BASE_MODEL_FILE,
    BASE_MODEL_ID,
    ENCODER_FOLDER,
    ENCODER_ID,
    ENCODER_SIZE,
)

from .encoder import TEXT_RULE
from .gist import VARIANT as GIST
from .gist import GistConfig
from .kinds import AnyHypernetwork
from .latent import POOLING_HEAD_SIZE, POOLING_HEADS, HypernetworkConfig

FORMAT, VERSION = "text-to-lora-hypernetwork", 2
WEIGHTS = "hypernetwork.safetensors"
TRAINING_LABELS = {
    "sft": "SFT",
    "reconstruction": "reconstruction",
    "distillation": "distilled",
}
VALIDATION = "tenth of the train tasks by hash of name (training/data/tasks.py)"


def export(
    hypernetwork: AnyHypernetwork,
    folder: Path,
    stages: list[dict],
    evaluation: dict | None,
    base_file: Path = BASE_MODEL_FILE,
    encoder_folder: Path = ENCODER_FOLDER,
    base_id: str = BASE_MODEL_ID,
) -> None:
    config = hypernetwork.config
    _refuse_what_the_page_lacks(config)
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
        "base": {"id": base_id, "sha256": sha256(base_file)},
        "encoder": {
            "id": ENCODER_ID,
            "sha256": sha256(encoder_folder / "model.safetensors"),
            "dimension": getattr(config, "description_size", ENCODER_SIZE),
            **_pooling(config),
        },
        "text_rule": TEXT_RULE,
        "template": TEMPLATE,
        "target_modules": list(config.modules),
        "module_sizes": {name: list(sizes) for name, sizes in config.modules.items()},
        "rank": config.rank,
        "alpha": config.alpha,
        "use_rslora": config.use_rslora,
        "scaling": config.scaling,
        "layers": config.layers,
        **{key: getattr(config, key) for key in inner_sizes(config.variant)},
        "parameters": sum(p.numel() for p in hypernetwork.parameters()),
        "weights": {
            "file": WEIGHTS,
            "bytes": weights.stat().st_size,
            "sha256": sha256(weights),
        },
        "training_summary": {"stages": stages, "validation": VALIDATION},
        "evaluation": evaluation,
        "created": datetime.date.today().isoformat(),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def inner_sizes(variant: str) -> tuple[str, ...]:
    """What a manifest says of the sizes inside a hypernetwork."""
    if variant == GIST:
        return ("template_tokens", "shared_rank")
    return ("latent_size", "head_input_size")


def main_training(stages: list[dict]) -> str:
    """What a hypernetwork is called after: SFT when any stage was, else the last stage."""
    kinds = [stage["training"] for stage in stages]
    return "sft" if "sft" in kinds else kinds[-1]


def _refuse_what_the_page_lacks(config: HypernetworkConfig | GistConfig) -> None:
    if isinstance(config, GistConfig):
        return
    if set(config.token_sizes) - {"tokens"}:
        raise ValueError(f"The page cannot read the token states {list(config.token_sizes)} yet.")
    if config.output_scales:
        raise ValueError(
            "The page does not undo z-scores: a factorised reconstruction cannot be exported."
        )


def _pooling(config: HypernetworkConfig | GistConfig) -> dict:
    """How the page gets from a description to the hypernetwork's input; "base": by the base."""
    if isinstance(config, GistConfig):
        return {"pooling": "base"}
    if not config.token_sizes:
        return {"pooling": "mean", "normalize": True}
    return {"pooling": "attention", "heads": POOLING_HEADS, "head_size": POOLING_HEAD_SIZE}


def evaluation_summary(path: Path) -> dict:
    """The part of an evaluation's result that the page shows."""
    results = json.loads(path.read_text(encoding="utf-8"))
    return {
        "split": results["split"],
        "conditions": results["conditions"],
        "tasks": len(results["tasks"]),
        "examples_per_task": results["examples_per_task"],
    }
