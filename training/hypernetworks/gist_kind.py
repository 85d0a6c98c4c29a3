"""The gist as a kind of hypernetwork: T2L-G."""

from __future__ import annotations

from pathlib import Path

import torch

from training.base.config import ATTENTION_MODULES, TARGET_MODULES, BaseConfig
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer
from training.data.sampling import TrainingTask

from .encoder import ENCODER_SIZE
from .frozen import FrozenModels
from .gist import VARIANT, GistConfig, GistHypernetwork
from .gist_reader import GistReader
from .gist_start import draw_examples, start_gist
from .kind import Architecture, Kind

ENCODING = "gist"


class GistKind(Kind):
    variants = (VARIANT,)
    shares_rows = True
    reads_turns = True
    can_be_distilled = False
    manifest_fields = ("template_tokens", "shared_rank")

    def read_config(self, values: dict) -> GistConfig:
        return GistConfig.from_dict(values)

    def new_config(
        self, settings: Architecture, base: BaseConfig, reader: GistReader
    ) -> GistConfig:
        """The modules that the settings name, and those whose projections a gist shifts."""
        chosen = {*ATTENTION_MODULES, *settings.target_modules.split(",")}
        modules = {name: base.module_sizes(name) for name in TARGET_MODULES if name in chosen}
        tokens = len(reader.template)
        return GistConfig(base.layers, modules, tokens, settings.shared_rank, settings.alpha)

    def build(self, config: GistConfig) -> GistHypernetwork:
        return GistHypernetwork(config)

    def encoding(self, config: GistConfig) -> str:
        return ENCODING

    def reader(
        self, encoding: str, models: FrozenModels, dtype: torch.dtype = torch.float32
    ) -> GistReader:
        """The base model reads, so neither `encoding` nor `dtype` says anything."""
        return GistReader(models.base, models.tokenizer)

    def start(
        self,
        hypernetwork: GistHypernetwork,
        base: BaseModel,
        tokenizer: ChatTokenizer,
        tasks: list[TrainingTask],
        seed: int,
        library: Path | None = None,
    ) -> None:
        start_gist(hypernetwork, base, tokenizer, draw_examples(tasks, seed), library)

    def encoder_entries(self, config: GistConfig) -> dict:
        return {"dimension": ENCODER_SIZE, "pooling": "base"}

    def values_of_manifest(self, manifest: dict) -> dict:
        return {}
