"""Registry of the kinds of hypernetwork, found by the variants that configurations name."""

from __future__ import annotations

import torch

from .frozen import FrozenModels
from .gist_kind import GistKind
from .kind import DescriptionReader, Hypernetwork, HypernetworkConfig, Kind
from .latent_kind import LatentKind

KINDS: tuple[Kind, ...] = (LatentKind(), GistKind())


def kind_of(variant: str) -> Kind:
    for kind in KINDS:
        if variant in kind.variants:
            return kind
    raise ValueError(f"Unknown variant {variant!r}; choose one of {', '.join(all_variants())}.")


def all_variants() -> list[str]:
    return [variant for kind in KINDS for variant in kind.variants]


def sharing_variants() -> list[str]:
    """Variants whose adapters have rows in common."""
    return [variant for kind in KINDS if kind.shares_rows for variant in kind.variants]


def distillable_variants() -> list[str]:
    return [variant for kind in KINDS if kind.can_be_distilled for variant in kind.variants]


def read_config(values: dict) -> HypernetworkConfig:
    """The configuration that `to_dict` wrote."""
    return kind_of(values["variant"]).read_config(values)


def build(config: HypernetworkConfig) -> Hypernetwork:
    return kind_of(config.variant).build(config)


def reader_of(
    config: HypernetworkConfig, models: FrozenModels, dtype: torch.dtype = torch.float32
) -> DescriptionReader:
    """Reads descriptions for the hypernetwork of this configuration."""
    kind = kind_of(config.variant)
    return kind.reader(kind.encoding(config), models, dtype)
