"""Libraries: folders of finished LoRAs of one shape, a NAME.safetensors each and one library.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Protocol

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from training.base.config import BaseConfig
from training.machine.device import placed
from training.machine.files import write_whole

from .lora import Adapter, lora_scaling

INDEX = "library.json"


class LibraryError(ValueError):
    """A library lacks a LoRA, or holds LoRAs of another shape; the message names it."""


class WriterConfig(Protocol):
    """Configuration of whatever writes LoRAs; every field of a LoraShape is in it."""

    def to_dict(self) -> dict: ...


@dataclass
class LoraShape:
    """Shape that all LoRAs of a library have in common."""

    rank: int
    alpha: float
    use_rslora: bool
    layers: int
    modules: dict[str, tuple[int, int]]  # target module -> (in, out)

    @staticmethod
    def for_base(base: BaseConfig, modules: list[str], rank: int, alpha: float) -> "LoraShape":
        sizes = {module: base.module_sizes(module) for module in modules}
        return LoraShape(rank, alpha, True, base.layers, sizes)

    @staticmethod
    def of(config: WriterConfig) -> "LoraShape":
        """Shape of the LoRAs that a hypernetwork of this configuration writes."""
        values = config.to_dict()
        return LoraShape(**{field.name: values[field.name] for field in fields(LoraShape)})

    @property
    def tensors(self) -> dict[str, tuple[int, int, int]]:
        """Sizes by tensor name: "A.<module>" and "B.<module>" -> [layers, rank, in or out]."""
        return {
            f"{half}.{module}": (self.layers, self.rank, size)
            for module, sizes in self.modules.items()
            for half, size in zip("AB", sizes)
        }

    @property
    def scaling(self) -> float:
        return lora_scaling(self.alpha, self.rank, self.use_rslora)

    def fits(self, config: WriterConfig) -> bool:
        """Whether a hypernetwork of this configuration writes LoRAs of this shape."""
        return self == LoraShape.of(config)

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "LoraShape":
        modules = {name: tuple(sizes) for name, sizes in values["modules"].items()}
        return LoraShape(**{**values, "modules": modules})


class Library:
    """A library that is read and added to; every file is written beside its place and renamed."""

    def __init__(self, folder: Path, shape: LoraShape, entries: dict[str, dict]):
        self.folder, self.shape, self.entries = folder, shape, entries

    @staticmethod
    def create(folder: Path, shape: LoraShape) -> "Library":
        """Opens the library of that folder, or starts one; refuses one of another shape."""
        if not (folder / INDEX).exists():
            folder.mkdir(parents=True, exist_ok=True)
            return Library(folder, shape, {})
        library = Library.open(folder)
        if library.shape != shape:
            raise LibraryError(f"{folder} holds LoRAs of another shape: {library.shape}")
        return library

    @staticmethod
    def open(folder: Path) -> "Library":
        try:
            index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
            return Library(folder, LoraShape.from_dict(index["shape"]), index["loras"])
        except FileNotFoundError as error:
            raise LibraryError(
                f"{folder} holds no {INDEX}; training.commands.oracle writes it"
            ) from error
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise LibraryError(f"{folder / INDEX} is not a library index: {error!r}") from error

    def add(self, name: str, adapter: Adapter, facts: dict) -> None:
        """Adds module -> (A [layers, rank, in], B [layers, rank, out]) with facts about it."""
        tensors = {}
        for module, pair in adapter.items():
            for half, tensor in zip("AB", pair):
                tensors[f"{half}.{module}"] = tensor.detach().float().contiguous().clone()
        if not all(torch.isfinite(tensor).all() for tensor in tensors.values()):
            raise LibraryError(f"The LoRA of {name} is not finite; it was not added.")
        write_whole(self.folder / f"{name}.safetensors", lambda path: save_file(tensors, path))
        self.entries[name] = facts
        index = {"shape": self.shape.to_dict(), "loras": self.entries}
        text = json.dumps(index, indent=1) + "\n"
        write_whole(self.folder / INDEX, lambda path: path.write_text(text, encoding="utf-8"))

    def stack(self, names: list[str]) -> Adapter:
        """LoRAs by name: module -> (A [names, layers, rank, in], B [names, layers, rank, out])."""
        loras = [self._read(name) for name in names]
        return {
            module: tuple(
                placed(torch.stack([lora[f"{half}.{module}"] for lora in loras])) for half in "AB"
            )
            for module in self.shape.modules
        }

    def _read(self, name: str) -> dict[str, torch.Tensor]:
        if name not in self.entries:
            raise LibraryError(f"{self.folder} holds no LoRA for {name}.")
        path = self.folder / f"{name}.safetensors"
        try:
            tensors = load_file(path)
            for tensor, expected in self.shape.tensors.items():
                if tensors[tensor].shape != expected:
                    raise LibraryError(f"{tensor} in {path} is not {expected}.")
            return tensors
        except (FileNotFoundError, SafetensorError, KeyError) as error:
            raise LibraryError(f"{path} cannot be read: {error!r}") from error


MULTITASK, INSTRUCTED = "multitask", "instructed"
