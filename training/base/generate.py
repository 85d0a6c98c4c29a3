"""Greedy decoding of many rows at once, each with a LoRA of its own."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .layer import PackedLora, by_layer, rms_norm, transformer_layer
from .model import BaseModel

MASKED = -1e9


class RowCache:
    """Keys and values of right-padded rows; new ones go behind each row's own end."""

    def __init__(self, rows: int, room: int):
        self.rows, self.room = torch.arange(rows)[:, None], room
        self.keys: list[torch.Tensor] = []
        self.values: list[torch.Tensor] = []

    def writer(self, layer: int, places: torch.Tensor):
        """The `cache` of one layer; `places` [rows, length] are the positions to write at."""

        def write(k: torch.Tensor, v: torch.Tensor):
            if layer == len(self.keys):
                shape = (k.shape[0], self.room, *k.shape[2:])
                self.keys.append(k.new_zeros(shape))
                self.values.append(v.new_zeros(shape))
            self.keys[layer][self.rows, places] = k
            self.values[layer][self.rows, places] = v
            return self.keys[layer], self.values[layer]

        return write


@torch.no_grad()
def generate_greedy(
    base: BaseModel,
    prompts: list[list[int]],
    lora: PackedLora | None,
    stop_tokens: set[int],
    max_new_tokens: int,
) -> list[list[int]]:
    """Answers [rows] as token lists without the stop token; row i uses row i of `lora`."""
    rows = len(prompts)
    lengths = torch.tensor([len(prompt) for prompt in prompts])
    longest = int(lengths.max())
    tokens = torch.zeros(rows, longest, dtype=torch.int64)
    for row, prompt in enumerate(prompts):
        tokens[row, : len(prompt)] = torch.tensor(prompt)
    cache = RowCache(rows, longest + max_new_tokens)
    positions = torch.arange(longest).expand(rows, -1)
    logits = _advance(base, tokens, positions, lora, cache, lengths - 1)
    answers: list[list[int]] = [[] for _ in range(rows)]
    done = [False] * rows
    for step in range(max_new_tokens):
        chosen = logits.argmax(-1)
        for row, token in enumerate(chosen.tolist()):
            done[row] = done[row] or token in stop_tokens
            if not done[row]:
                answers[row].append(token)
        if all(done) or step == max_new_tokens - 1:
            break
        places = (lengths + step)[:, None]
        logits = _advance(base, chosen[:, None], places, lora, cache, torch.zeros_like(lengths))
    return answers


def _advance(base, tokens, positions, lora, cache, last) -> torch.Tensor:
    """Runs new tokens [rows, length] and returns logits [rows, vocabulary] at index `last`."""
    keys = torch.arange(cache.room)
    mask = torch.where(keys <= positions[..., None], 0.0, MASKED)  # [rows, length, room]
    cos, sin = base.rope(positions)
    x = base.embedding[tokens]
    adapted = by_layer(lora, len(base.layers))
    for index, weights in enumerate(base.layers):
        writer = cache.writer(index, positions)
        x = transformer_layer(x, weights, adapted[index], cos, sin, mask, base.config, writer)
    hidden = x[torch.arange(len(x)), last]
    return F.linear(rms_norm(hidden, base.final_norm, base.config.epsilon), base.head).float()
