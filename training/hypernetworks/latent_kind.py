"""The paper's hypernetworks as a kind: T2L-L, -M and -S."""

from __future__ import annotations

import torch

from training.base.config import BaseConfig

from .encoder import ENCODER_SIZE
from .frozen import FrozenModels
from .kind import Architecture, DescriptionReader, Kind
from .latent import POOLING_HEAD_SIZE, POOLING_HEADS, LatentConfig, LatentHypernetwork
from .latent_reader import SENTENCE, FrozenReader, token_sizes


class LatentKind(Kind):
    variants = ("L", "M", "S")
    shares_rows = False
    can_be_distilled = True
    free_fields = frozenset({"dropout", "token_dropout"})
    inherited_fields = frozenset({"output_scales"})
    manifest_fields = ("latent_size", "head_input_size")

    def read_config(self, values: dict) -> LatentConfig:
        return LatentConfig.from_dict(values)

    def new_config(
        self, settings: Architecture, base: BaseConfig, reader: DescriptionReader
    ) -> LatentConfig:
        modules = settings.target_modules.split(",")
        return LatentConfig(
            settings.variant,
            base.layers,
            {module: base.module_sizes(module) for module in modules},
            token_sizes=token_sizes(settings.encoding, ENCODER_SIZE, base.size),
            rank=settings.rank,
            alpha=settings.alpha,
            latent_size=settings.latent_size,
            head_input_size=settings.head_input_size,
            token_dropout=settings.token_dropout,
        )

    def build(self, config: LatentConfig) -> LatentHypernetwork:
        return LatentHypernetwork(config)

    def encoding(self, config: LatentConfig) -> str:
        return "+".join(config.token_sizes) or SENTENCE

    def reader(
        self, encoding: str, models: FrozenModels, dtype: torch.dtype = torch.float32
    ) -> FrozenReader:
        encoder = models.description_encoder(dtype)
        if "base" not in encoding:
            return FrozenReader(encoding, encoder)
        return FrozenReader(encoding, encoder, models.base, models.tokenizer)

    def encoder_entries(self, config: LatentConfig) -> dict:
        dimension = {"dimension": config.description_size}
        if not config.token_sizes:
            return {**dimension, "pooling": "mean", "normalize": True}
        heads = {"heads": POOLING_HEADS, "head_size": POOLING_HEAD_SIZE}
        return {**dimension, "pooling": "attention", **heads}

    def values_of_manifest(self, manifest: dict) -> dict:
        dimension = manifest["encoder"]["dimension"]
        pools_tokens = manifest["encoder"]["pooling"] == "attention"
        sizes = {"tokens": dimension} if pools_tokens else {}
        return {"description_size": dimension, "token_sizes": sizes}

    def refuse_what_the_page_lacks(self, config: LatentConfig) -> None:
        if set(config.token_sizes) - {"tokens"}:
            raise ValueError(
                f"The page cannot read the token states {list(config.token_sizes)} yet."
            )
        if config.output_scales:
            raise ValueError(
                "The page does not undo z-scores: a factorised reconstruction cannot be exported."
            )
