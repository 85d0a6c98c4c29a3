"""Sizes of a base model, and its modules by what they read."""

from __future__ import annotations

from dataclasses import dataclass

from .gguf import GgufError, GgufFile

ARCHITECTURES = ("llama", "qwen2")
ATTENTION_MODULES = ("q_proj", "k_proj", "v_proj")
FEED_FORWARD_MODULES = ("gate_proj", "up_proj")
TARGET_MODULES = (*ATTENTION_MODULES, "o_proj", *FEED_FORWARD_MODULES, "down_proj")
# Projections reading the same activation are one matrix, and so is their LoRA.
ATTENTION_INPUT = "attention_input"
GROUPS = {
    ATTENTION_INPUT: ATTENTION_MODULES,
    "attention_output": ("o_proj",),
    "feed_forward_input": FEED_FORWARD_MODULES,
    "feed_forward_output": ("down_proj",),
}


@dataclass
class BaseConfig:
    layers: int
    size: int
    feed_forward_size: int
    heads: int
    kv_heads: int
    vocabulary: int
    rope_base: float
    epsilon: float

    @property
    def head_size(self) -> int:
        return self.size // self.heads

    def module_sizes(self, module: str) -> tuple[int, int]:
        """Sizes (in, out) of a projection."""
        kv = self.kv_heads * self.head_size
        return {
            "q_proj": (self.size, self.size),
            "k_proj": (self.size, kv),
            "v_proj": (self.size, kv),
            "o_proj": (self.size, self.size),
            "gate_proj": (self.size, self.feed_forward_size),
            "up_proj": (self.size, self.feed_forward_size),
            "down_proj": (self.feed_forward_size, self.size),
        }[module]


def read_config(file: GgufFile) -> BaseConfig:
    architecture = file.metadata.get("general.architecture")
    if architecture not in ARCHITECTURES:
        raise GgufError(f"architecture {architecture} is not supported")
    if "rope_freqs.weight" in file.tensors:
        raise GgufError("factors of rotary frequencies (rope_freqs.weight) are not supported")

    def get(key: str, default: float | None = None):
        return file.metadata.get(f"{architecture}.{key}", default)

    return BaseConfig(
        layers=get("block_count"),
        size=get("embedding_length"),
        feed_forward_size=get("feed_forward_length"),
        heads=get("attention.head_count"),
        kv_heads=get("attention.head_count_kv"),
        vocabulary=file.tensors["token_embd.weight"].shape[0],
        rope_base=get("rope.freq_base", 10000.0),
        epsilon=get("attention.layer_norm_rms_epsilon"),
    )
