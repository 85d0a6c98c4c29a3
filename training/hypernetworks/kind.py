"""The contract of a kind of hypernetwork: everything that differs from kind to kind.

A kind is one file that describes it (latent_kind.py, gist_kind.py) and an entry of `KINDS` (kinds.py).
Training, measuring and exporting know kinds by this contract alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Protocol

import torch
from torch import nn

from training.adapters.lora import Adapter
from training.base.config import BaseConfig
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer
from training.data.sampling import TrainingTask

from .frozen import FrozenModels


class HypernetworkConfig(Protocol):
    """Architecture of a hypernetwork, of any kind."""

    variant: str
    layers: int
    modules: dict[str, tuple[int, int]]  # target module -> (in, out), in order
    alpha: float
    use_rslora: bool

    @property
    def rank(self) -> int:
        """Largest rank of any module."""

    @property
    def scaling(self) -> float:
        """Factor of B A."""

    def to_dict(self) -> dict: ...


class Hypernetwork(nn.Module):
    """A network from descriptions, as its kind's reader reads them, to unscaled adapters."""

    config: HypernetworkConfig

    def forward(self, description: Any) -> Adapter:
        """Adapter: module -> (A [tasks, layers, rank, in], B [tasks, layers, rank, out])."""
        raise NotImplementedError


class DescriptionReader(Protocol):
    """Reads descriptions into the form that a kind's hypernetwork takes."""

    layer_function: Callable | None
    """Compiled layer of the base model, for a reader that training goes through."""

    def read(self, descriptions: list[str], turns: list[list[int]] | None = None) -> Any:
        """`turns` are tokens of chat turns that stand behind each description: solved examples.

        Raises ValueError where the reader reads no turns.
        """


class Architecture(Protocol):
    """Settings of a training that its hypernetwork's architecture follows from."""

    variant: str
    encoding: str
    target_modules: str  # joined by commas
    rank: int
    alpha: float
    latent_size: int
    head_input_size: int
    shared_rank: int
    token_dropout: float


class Kind(ABC):
    """One kind of hypernetwork; `variants` are the names its configurations go by."""

    variants: ClassVar[tuple[str, ...]]
    shares_rows: ClassVar[bool]
    """Whether all adapters have rows in common, which `shared` gives and a library can start."""
    reads_turns: ClassVar[bool] = False
    """Whether examples can be read beside a description."""
    can_be_distilled: ClassVar[bool]
    """Whether one variant can take over the weights of another."""
    free_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields of a configuration that change no shape."""
    inherited_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields of a configuration that come along with the weights a training starts from."""
    manifest_fields: ClassVar[tuple[str, ...]]
    """Fields of a configuration that only this kind's manifests have."""

    @abstractmethod
    def read_config(self, values: dict) -> HypernetworkConfig:
        """The configuration that `to_dict` wrote."""

    @abstractmethod
    def new_config(
        self, settings: Architecture, base: BaseConfig, reader: DescriptionReader
    ) -> HypernetworkConfig:
        """The configuration of the hypernetwork that a training with these settings trains."""

    @abstractmethod
    def build(self, config: HypernetworkConfig) -> Hypernetwork: ...

    @abstractmethod
    def encoding(self, config: HypernetworkConfig) -> str:
        """Name of a hypernetwork's input, as `reader` knows it."""

    @abstractmethod
    def reader(
        self, encoding: str, models: FrozenModels, dtype: torch.dtype = torch.float32
    ) -> DescriptionReader:
        """Reads descriptions for this encoding; `dtype` of an encoder, if it has one."""

    def start(
        self,
        hypernetwork: Hypernetwork,
        base: BaseModel,
        tokenizer: ChatTokenizer,
        tasks: list[TrainingTask],
        seed: int,
        library: Path | None = None,
    ) -> None:
        """Sets a new hypernetwork to its start of training; by default it stays as it was built.

        `library` holds the LoRA that all adapters share to begin with, if the kind shares rows.
        """

    @abstractmethod
    def encoder_entries(self, config: HypernetworkConfig) -> dict:
        """Manifest's entries on how the page gets from a description to the hypernetwork's input."""

    @abstractmethod
    def values_of_manifest(self, manifest: dict) -> dict:
        """Values of `read_config` that only this kind takes from a manifest's encoder entries."""

    def refuse_what_the_page_lacks(self, config: HypernetworkConfig) -> None:
        """Raises ValueError where the page cannot run a hypernetwork of this configuration."""
