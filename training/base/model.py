"""The frozen base model, llama or qwen2, with a LoRA of its own for every batch row.

Rows are tasks: a row packs several examples of one task, so the linear layers see no padding
but a row's tail, every shape is constant, and the LoRA of a row is one batched matmul.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from training.machine.device import placed

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

PackedLora = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""LoRA of a batch: group -> (A [layers, rows, in, R], B [layers, rows, R, out]).

B is block diagonal and scaled; R is the sum of the ranks of the group's modules. With fewer rows
than the batch each serves as many neighbouring rows of it.
"""


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


@dataclass
class LayerWeights:
    attention_norm: torch.Tensor  # [size]
    attention_input: torch.Tensor  # [q + k + v, size]
    attention_output: torch.Tensor
    feed_forward_norm: torch.Tensor
    feed_forward_input: torch.Tensor  # [gate + up, size]
    feed_forward_output: torch.Tensor
    attention_bias: torch.Tensor | None = None  # [q + k + v], qwen2's


@dataclass
class BaseModel:
    """Weights in one dtype; nothing in it requires gradients."""

    config: BaseConfig
    embedding: torch.Tensor  # [vocabulary, size]
    layers: list[LayerWeights]
    final_norm: torch.Tensor
    own_head: torch.Tensor | None = None  # [vocabulary, size], where it is not the embedding

    @property
    def head(self) -> torch.Tensor:
        """What final states are compared with: [vocabulary, size]."""
        return self.embedding if self.own_head is None else self.own_head

    @staticmethod
    def load(path: Path, dtype: torch.dtype = torch.float32) -> "BaseModel":
        """Reads and dequantises a GGUF; raises GgufError for what it does not support."""
        file = GgufFile(path)
        config = read_config(file)

        def tensor(name: str) -> torch.Tensor:
            return placed(torch.from_numpy(file.tensor(name)).to(dtype))

        def half_split(name: str, heads: int) -> torch.Tensor:
            """Undoes llama.cpp's interleaved row order of llama's q and k (convert_hf_to_gguf)."""
            weight = tensor(name)
            if file.metadata["general.architecture"] != "llama":
                return weight
            rows = weight.view(heads, config.head_size // 2, 2, config.size)
            return rows.transpose(1, 2).reshape(weight.shape)

        def layer(i: int) -> LayerWeights:
            block = f"blk.{i}."
            q = half_split(f"{block}attn_q.weight", config.heads)
            k = half_split(f"{block}attn_k.weight", config.kv_heads)
            biases = [f"{block}attn_{part}.bias" for part in "qkv"]
            has_biases = biases[0] in file.tensors
            gate, up = tensor(f"{block}ffn_gate.weight"), tensor(f"{block}ffn_up.weight")
            return LayerWeights(
                tensor(f"{block}attn_norm.weight"),
                torch.cat([q, k, tensor(f"{block}attn_v.weight")]),
                tensor(f"{block}attn_output.weight"),
                tensor(f"{block}ffn_norm.weight"),
                torch.cat([gate, up]),
                tensor(f"{block}ffn_down.weight"),
                torch.cat([tensor(name) for name in biases]) if has_biases else None,
            )

        layers = [layer(i) for i in range(config.layers)]
        embedding, norm = tensor("token_embd.weight"), tensor("output_norm.weight")
        own_head = tensor("output.weight") if "output.weight" in file.tensors else None
        return BaseModel(config, embedding, layers, norm, own_head)

    def rope(self, positions: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Cosines and sines [..., head_size] of positions [...], in half-split order."""
        half = self.config.head_size // 2
        frequencies = self.config.rope_base ** (-torch.arange(half, dtype=torch.float64) / half)
        angles = positions[..., None].double() * frequencies
        angles = torch.cat([angles, angles], dim=-1)
        dtype = self.embedding.dtype
        return angles.cos().to(dtype), angles.sin().to(dtype)

    def hidden_states(
        self,
        tokens: torch.Tensor,  # [rows, length]
        positions: torch.Tensor,  # [rows, length]
        mask: torch.Tensor,  # [rows, length, length], added to the scores
        lora: PackedLora | None = None,
        layer_function=None,
        watch: Callable[[torch.Tensor], None] | None = None,
    ) -> torch.Tensor:
        """Final normed hidden states [rows, length, size].

        `watch` is given the states [rows, length, size] after every layer.
        """
        run = layer_function or transformer_layer
        cos, sin = self.rope(positions)
        x = self.embedding[tokens]
        for weights, adapted in zip(self.layers, by_layer(lora, len(self.layers))):
            x = run(x, weights, adapted, cos, sin, mask, self.config)
            if watch:
                watch(x)
        return rms_norm(x, self.final_norm, self.config.epsilon)

    def _texts(self, tokens: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Embeddings, cosines, sines and causal mask of token rows [rows, length] of one text each."""
        rows, length = tokens.shape
        mask = torch.full((length, length), -1e9).triu(1).expand(rows, -1, -1)
        return self.embedding[tokens], *self.rope(torch.arange(length).expand(rows, -1)), mask

    def attention_inputs(
        self,
        tokens: torch.Tensor,  # [rows, length], each row one text, right-padded
        places: torch.Tensor,  # [rows, places]
        lora: PackedLora | None = None,
        layer_function=None,
    ) -> torch.Tensor:
        """Projections q, k and v of every layer before rotation, at `places` of causal rows.

        Returns [rows, layers, places, q + k + v].
        """
        run = layer_function or transformer_layer
        x, cos, sin, mask = self._texts(tokens)
        index = places[..., None].expand(-1, -1, self.config.size)
        found = []
        for weights, adapted in zip(self.layers, by_layer(lora, len(self.layers))):
            normed = rms_norm(x.gather(1, index), weights.attention_norm, self.config.epsilon)
            found.append(attention_projections(normed, weights, adapted))
            x = run(x, weights, adapted, cos, sin, mask, self.config)
        return torch.stack(found, 1)

    @torch.no_grad()
    def states_of_texts(
        self, tokens: torch.Tensor, mask: torch.Tensor, layers: int
    ) -> torch.Tensor:
        """States after the first `layers` layers, scaled to unit root mean square.

        Tokens and mask are [texts, length]; the mask is 1 for real tokens, which come first.
        """
        x, cos, sin, causal = self._texts(tokens)
        for weights in self.layers[:layers]:
            x = transformer_layer(x, weights, {}, cos, sin, causal, self.config)
        ones = torch.ones(self.config.size, dtype=x.dtype)
        return rms_norm(x, ones, self.config.epsilon) * mask[..., None].to(x.dtype)


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


def by_layer(lora: PackedLora | None, layers: int) -> list[PackedLora]:
    """A PackedLora without the layer axis for each layer.

    `unbind`, not an index a layer: its gradient is one stack, where each index would add a whole
    tensor of zeros.
    """
    parts = {group: (A.unbind(0), B.unbind(0)) for group, (A, B) in (lora or {}).items()}
    return [{group: (A[i], B[i]) for group, (A, B) in parts.items()} for i in range(layers)]


def rms_norm(x: torch.Tensor, weight: torch.Tensor, epsilon: float) -> torch.Tensor:
    y = x.float()
    return (y * torch.rsqrt(y.square().mean(-1, keepdim=True) + epsilon)).to(x.dtype) * weight


def project(x: torch.Tensor, weight: torch.Tensor, lora: PackedLora, group: str) -> torch.Tensor:
    """Projection of x [rows, length, in] to [rows, length, out], with each row's own LoRA added.

    A LoRA of fewer rows serves as many neighbouring rows each.
    """
    y = F.linear(x, weight)
    if group not in lora:
        return y
    A, B = lora[group]
    parts = x.reshape(len(A), -1, x.shape[-1])
    return y + torch.bmm(torch.bmm(parts, A), B).view_as(y)


def attention_projections(
    x: torch.Tensor, weights: LayerWeights, lora: PackedLora
) -> torch.Tensor:
    """Queries, keys and values [rows, length, q + k + v] before rotation, with bias and LoRA."""
    y = project(x, weights.attention_input, lora, ATTENTION_INPUT)
    return y if weights.attention_bias is None else y + weights.attention_bias


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotary position embedding (RoPE) in half-split order; x [rows, length, heads, head_size]."""
    first, second = x.chunk(2, dim=-1)
    turned = torch.cat([-second, first], dim=-1)
    return x * cos[:, :, None] + turned * sin[:, :, None]


def attend(
    q: torch.Tensor,  # [rows, length, heads, head_size]
    k: torch.Tensor,  # [rows, keys, kv_heads, head_size]
    v: torch.Tensor,
    mask: torch.Tensor,  # [rows, length, keys]
) -> torch.Tensor:
    """Grouped-query attention as plain matmuls -> [rows, length, heads * head_size].

    At these lengths they beat the CPU's fused attention, whose backward pass dominates.
    """
    rows, length, heads, head_size = q.shape
    kv_heads, keys = k.shape[2], k.shape[1]
    share = heads // kv_heads
    q = q.view(rows, length, kv_heads, share, head_size).permute(0, 2, 3, 1, 4)
    q = q.reshape(rows * kv_heads, share * length, head_size)
    k = k.permute(0, 2, 3, 1).reshape(rows * kv_heads, head_size, keys)
    v = v.permute(0, 2, 1, 3).reshape(rows * kv_heads, keys, head_size)
    scores = torch.bmm(q, k).view(rows, kv_heads, share, length, keys) * head_size**-0.5
    weights = (scores.float() + mask[:, None, None]).softmax(-1).to(q.dtype)
    mixed = torch.bmm(weights.view(rows * kv_heads, share * length, keys), v)
    mixed = mixed.view(rows, kv_heads, share, length, head_size).permute(0, 3, 1, 2, 4)
    return mixed.reshape(rows, length, heads * head_size)


def transformer_layer(
    x: torch.Tensor,
    weights: LayerWeights,
    lora: PackedLora,
    cos: torch.Tensor,
    sin: torch.Tensor,
    mask: torch.Tensor,
    config: BaseConfig,
    cache=None,
) -> torch.Tensor:
    """One layer; `cache(k, v)` may store the new keys and values and return all of them."""
    rows, length, _ = x.shape
    kv = config.kv_heads * config.head_size
    y = rms_norm(x, weights.attention_norm, config.epsilon)
    q, k, v = attention_projections(y, weights, lora).split([config.size, kv, kv], dim=-1)
    q = rotate(q.view(rows, length, config.heads, -1), cos, sin)
    k = rotate(k.view(rows, length, config.kv_heads, -1), cos, sin)
    v = v.view(rows, length, config.kv_heads, -1)
    if cache is not None:
        k, v = cache(k, v)
    mixed = attend(q, k, v, mask)
    x = x + project(mixed, weights.attention_output, lora, "attention_output")
    y = rms_norm(x, weights.feed_forward_norm, config.epsilon)
    gate, up = project(y, weights.feed_forward_input, lora, "feed_forward_input").chunk(2, dim=-1)
    return x + project(F.silu(gate) * up, weights.feed_forward_output, lora, "feed_forward_output")
