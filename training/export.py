"""Writes a trained hypernetwork as the page reads it: fp16 safetensors and a JSON manifest.

    python -m training.export --checkpoint RUN/checkpoint.pt [--evaluation results.json]
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from .encoder import TEXT_RULE
from .gist import VARIANT as GIST
from .gist import GistConfig
from .hypernetwork import POOLING_HEAD_SIZE, POOLING_HEADS, HypernetworkConfig
from .paths import BASE_MODEL_FILE, BASE_MODEL_ID, ENCODER_FOLDER, ENCODER_ID, ENCODER_SIZE, MODELS
from .template import TEMPLATE
from .variants import AnyHypernetwork, build, read_config

FORMAT, VERSION = "text-to-lora-hypernetwork", 2
WEIGHTS = "hypernetwork.safetensors"
TRAINING_LABELS = {
    "sft": "SFT",
    "reconstruction": "reconstruction",
    "distillation": "distilled",
}
VALIDATION = "tenth of the train tasks by hash of name (training/tasks.py)"


class WeightsError(ValueError):
    """A checkpoint or an exported folder is missing, cut short or of another kind."""


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass
class Trained:
    """A hypernetwork in evaluation mode, and the stages of its training, the first one first."""

    hypernetwork: AnyHypernetwork
    stages: list[dict]


def load_checkpoint(path: Path) -> Trained:
    """Of any kind of training."""
    try:
        state = torch.load(path, map_location="cpu")
        hypernetwork = build(read_config(state["hypernetwork_config"]))
        hypernetwork.load_state_dict(state["hypernetwork"])
        return Trained(hypernetwork.eval(), state["stages"])
    except FileNotFoundError as error:
        raise WeightsError(f"There is no checkpoint {path}.") from error
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        raise WeightsError(f"{path} is not a whole checkpoint of training: {error}") from error


def load_exported(folder: Path) -> tuple[AnyHypernetwork, dict]:
    """The hypernetwork the page runs, from an exported folder, and its manifest."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        weights = {name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()}
    except (FileNotFoundError, json.JSONDecodeError, SafetensorError) as error:
        raise WeightsError(f"{folder} is not an exported hypernetwork: {error}") from error
    variant, encoder = manifest["variant"], manifest["encoder"]
    same = ("variant", "layers", "rank", "alpha", "use_rslora", *inner_sizes(variant))
    values = {key: manifest[key] for key in same} | {"modules": manifest["module_sizes"]}
    if variant != GIST:
        pools_tokens = encoder["pooling"] == "attention"
        values["description_size"] = encoder["dimension"]
        values["token_sizes"] = {"tokens": encoder["dimension"]} if pools_tokens else {}
    hypernetwork = build(read_config(values))
    hypernetwork.load_state_dict(weights)
    return hypernetwork.eval(), manifest


def load_trained(path: Path) -> Trained:
    """Reads a checkpoint.pt of any training or an exported folder."""
    if not path.is_dir():
        return load_checkpoint(path)
    hypernetwork, manifest = load_exported(path)
    try:
        return Trained(hypernetwork, manifest["training_summary"]["stages"])
    except KeyError as error:
        raise WeightsError(f"The manifest in {path} does not say how it was trained.") from error


def name_of(hypernetwork: Path) -> str:
    """Name and hash of an exported folder or a checkpoint."""
    weights = hypernetwork / WEIGHTS if hypernetwork.is_dir() else hypernetwork
    return f"{hypernetwork.resolve().name} {sha256(weights)}"


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
    """The part of evaluate.py's result that the page shows."""
    results = json.loads(path.read_text(encoding="utf-8"))
    return {
        "split": results["split"],
        "conditions": results["conditions"],
        "tasks": len(results["tasks"]),
        "examples_per_task": results["examples_per_task"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, help="JSON written by training.evaluate")
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--base-id", default=BASE_MODEL_ID, help="its id in src/shared/models.ts")
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--out", type=Path, default=MODELS / "smollm2-135m-t2l-l-sft")
    options = parser.parse_args()
    trained = load_trained(options.checkpoint)
    evaluation = evaluation_summary(options.evaluation) if options.evaluation else None
    export(
        trained.hypernetwork,
        options.out,
        trained.stages,
        evaluation,
        options.base_model,
        options.encoder,
        options.base_id,
    )
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
