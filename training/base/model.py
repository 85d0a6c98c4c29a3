"""The frozen base model, llama or qwen2, with a LoRA of its own for every batch row.

Rows are tasks: a row packs several examples of one task, so the linear layers see no padding
but a row's tail, every shape is constant, and the LoRA of a row is one batched matmul.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from training.machine.device import placed

from .config import BaseConfig, read_config
from .gguf import GgufFile
from .layer import (
    LayerWeights,
    PackedLora,
    attention_projections,
    by_layer,
    rms_norm,
    transformer_layer,
)


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

    @property
    def parameters(self) -> int:
        """Numbers of all weights, as the page counts those of a person's file."""
        of_layers = [tensor for weights in self.layers for tensor in vars(weights).values()]
        tensors = [self.embedding, self.final_norm, self.own_head, *of_layers]
        return sum(tensor.numel() for tensor in tensors if tensor is not None)

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
