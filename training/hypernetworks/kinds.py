"""Every kind of hypernetwork by its configuration, as checkpoints and scripts name it."""

from __future__ import annotations

from .gist import VARIANT as GIST
from .gist import GistConfig, GistHypernetwork
from .latent import Hypernetwork, HypernetworkConfig

AnyHypernetwork = Hypernetwork | GistHypernetwork


def read_config(values: dict) -> HypernetworkConfig | GistConfig:
    """The configuration that `to_dict` wrote."""
    kind = GistConfig if values["variant"] == GIST else HypernetworkConfig
    return kind.from_dict(values)


def build(config: HypernetworkConfig | GistConfig) -> AnyHypernetwork:
    return GistHypernetwork(config) if isinstance(config, GistConfig) else Hypernetwork(config)
