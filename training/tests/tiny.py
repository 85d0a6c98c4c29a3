"""A tiny random base model and tasks, so that no test needs a download."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from training.adapters.lora import Adapter
from training.base.config import BaseConfig
from training.base.layer import LayerWeights
from training.base.model import BaseModel
from training.base.template import CHATML
from training.base.tokenizer import ChatTokenizer
from training.data.sampling import TrainingTask
from training.data.tasks import read_task
from training.hypernetworks.kind import Hypernetwork
from training.hypernetworks.latent import LatentConfig, LatentHypernetwork
from training.hypernetworks.manifest import export
from training.hypernetworks.trained import load_exported

CONFIG = BaseConfig(
    layers=2, size=16, feed_forward_size=24, heads=4, kv_heads=2,
    vocabulary=300, rope_base=10000.0, epsilon=1e-5,
)  # fmt: skip
MODULES = {name: CONFIG.module_sizes(name) for name in ("q_proj", "v_proj")}


def tiny_base(seed: int = 0) -> BaseModel:
    generator = torch.Generator().manual_seed(seed)

    def random(*shape: int) -> torch.Tensor:
        return 0.4 * torch.randn(*shape, generator=generator)

    kv = CONFIG.kv_heads * CONFIG.head_size
    layers = [
        LayerWeights(
            1 + random(CONFIG.size),
            random(CONFIG.size + 2 * kv, CONFIG.size),
            random(CONFIG.size, CONFIG.size),
            1 + random(CONFIG.size),
            random(2 * CONFIG.feed_forward_size, CONFIG.size),
            random(CONFIG.size, CONFIG.feed_forward_size),
        )
        for _ in range(CONFIG.layers)
    ]
    return BaseModel(
        CONFIG, random(CONFIG.vocabulary, CONFIG.size), layers, 1 + random(CONFIG.size)
    )


def tiny_hypernetwork(
    variant: str, seed: int = 0, randomise: bool = True, token_sizes: dict[str, int] | None = None
) -> LatentHypernetwork:
    torch.manual_seed(seed)
    config = LatentConfig(
        variant, CONFIG.layers, MODULES, description_size=6, rank=3, latent_size=16,
        head_input_size=12, dropout=0.0,
        token_sizes=token_sizes or {},
    )  # fmt: skip
    hypernetwork = LatentHypernetwork(config)
    if randomise:
        with torch.no_grad():
            for parameter in hypernetwork.parameters():
                parameter.add_(0.2 * torch.randn_like(parameter))
    return hypernetwork


def reloaded(hypernetwork: Hypernetwork, folder: Path) -> tuple[Hypernetwork, dict]:
    """What an exported hypernetwork is read back as, and its manifest."""
    (folder / "base.gguf").write_bytes(b"x")
    (folder / "model.safetensors").write_bytes(b"y")
    exported = folder / "smollm2-test"
    export(hypernetwork, exported, [{"training": "sft"}], None, folder / "base.gguf", folder)
    return load_exported(exported)


def assert_same_adapter(ours: Adapter, theirs: Adapter) -> None:
    for module, (A, B) in ours.items():
        assert torch.equal(A, theirs[module][0]) and torch.equal(B, theirs[module][1])


def byte_tokenizer() -> ChatTokenizer:
    """Every byte is a token; enough for data code."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {character: index for index, character in enumerate(alphabet)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<|im_start|>", "<|im_end|>"])
    return ChatTokenizer(tokenizer, CHATML)


def write_task(folder: Path, name: str, count: int = 20, **changes) -> Path:
    task = {
        "name": name,
        "family": "test",
        "metric": "exact",
        "definition": f"Do {name}.",
        "descriptions": {"train": [f"{name} one", f"{name} two"], "eval": [f"please {name}"]},
        "examples": [{"input": f"{name} {i}", "output": str(i)} for i in range(count)],
        **changes,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(task))
    return path


def training_tasks(folder: Path, names: tuple[str, ...]) -> list[TrainingTask]:
    """Tasks as `write_task` makes them, tokenised for rows of 96."""
    read = [read_task(write_task(folder, name)) for name in names]
    return TrainingTask.prepare(byte_tokenizer(), read, 96)


def half(value: float) -> bytes:
    return np.float16(value).tobytes()
