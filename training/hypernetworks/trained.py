"""Trained hypernetworks, read from a checkpoint of any training or from an exported folder."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from training.machine.files import sha256

from .kind import Hypernetwork
from .kinds import build, kind_of, read_config
from .manifest import WEIGHTS


class WeightsError(ValueError):
    """A checkpoint or an exported folder is missing, cut short or of another kind."""


@dataclass
class Trained:
    """A hypernetwork in evaluation mode, and the stages of its training, the first one first."""

    hypernetwork: Hypernetwork
    stages: list[dict]


def load_checkpoint(path: Path) -> Trained:
    """Hypernetwork and stages of a checkpoint of any training."""
    try:
        state = torch.load(path, map_location="cpu")
        hypernetwork = build(read_config(state["hypernetwork_config"]))
        hypernetwork.load_state_dict(state["hypernetwork"])
        return Trained(hypernetwork.eval(), state["stages"])
    except FileNotFoundError as error:
        raise WeightsError(f"There is no checkpoint {path}.") from error
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        raise WeightsError(f"{path} is not a whole checkpoint of training: {error}") from error


def load_exported(folder: Path) -> tuple[Hypernetwork, dict]:
    """Hypernetwork that the page runs, from an exported folder, and its manifest."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        weights = {name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()}
    except (FileNotFoundError, json.JSONDecodeError, SafetensorError) as error:
        raise WeightsError(f"{folder} is not an exported hypernetwork: {error}") from error
    kind = kind_of(manifest["variant"])
    same = ("variant", "layers", "rank", "alpha", "use_rslora", *kind.manifest_fields)
    values = {key: manifest[key] for key in same} | {"modules": manifest["module_sizes"]}
    hypernetwork = build(read_config(values | kind.values_of_manifest(manifest)))
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
