"""One layer of the frozen base model, with a LoRA of its own for every batch row."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .config import ATTENTION_INPUT, BaseConfig

PackedLora = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""LoRA of a batch: group -> (A [layers, rows, in, R], B [layers, rows, R, out]).

B is block diagonal and scaled; R is the sum of the ranks of the group's modules. With fewer rows
than the batch each serves as many neighbouring rows of it.
"""


@dataclass
class LayerWeights:
    attention_norm: torch.Tensor  # [size]
    attention_input: torch.Tensor  # [q + k + v, size]
    attention_output: torch.Tensor
    feed_forward_norm: torch.Tensor
    feed_forward_input: torch.Tensor  # [gate + up, size]
    feed_forward_output: torch.Tensor
    attention_bias: torch.Tensor | None = None  # [q + k + v], qwen2's


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
