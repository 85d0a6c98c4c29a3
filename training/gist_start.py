"""What a gist hypernetwork begins with: rows of A that answer to the template's tokens alone, and
a LoRA that has learnt to read.

Row i of A is the ridge regression of "is this template token i?" on what a layer's projections
read: near 1 at that token, near 0 at the others and at the tokens of messages and answers.
"""

from __future__ import annotations

from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer

from .base_model import ATTENTION_INPUT, BaseConfig, BaseModel, rms_norm, transformer_layer
from .device import placed
from .library import Library
from .lora import pack
from .oracle_jobs import INSTRUCTED
from .packing import EncodedExample, pack_rows
from .sampling import TrainingTask
from .template import template_tokens

EXAMPLES = 128
CONTENT_PENALTY = 10.0
"""Weight of an answer to an ordinary token against one at a template token."""
SIZE_PENALTY = 1.0
"""Weight of A's size, in units of the mean square of what A reads."""
CONTENT, NOWHERE = -1, -2


def draw_examples(tasks: list[TrainingTask], seed: int) -> list[EncodedExample]:
    """EXAMPLES of them, each of a task drawn for it."""
    random = Random(seed)
    return [random.choice(random.choice(tasks).examples) for _ in range(EXAMPLES)]


@torch.no_grad()
def gist_start(
    base: BaseModel, tokenizer: Tokenizer, examples: list[EncodedExample]
) -> tuple[torch.Tensor, torch.Tensor]:
    """(A [layers, template tokens, in], q, k and v of the bare template [layers, tokens, out])."""
    opening, closing = template_tokens(tokenizer)
    template = opening + closing
    batch = pack_rows([[example] for example in examples], max(len(e.tokens) for e in examples))
    kind = token_kinds(examples, batch.tokens.shape[1], len(opening), len(closing))
    cos, sin = base.rope(batch.positions)
    x, rows = base.embedding[batch.tokens], []
    for weights in base.layers:
        normed = rms_norm(x, weights.attention_norm, base.config.epsilon)
        rows.append(token_rows(normed.float(), kind, len(template)))
        x = transformer_layer(x, weights, {}, cos, sin, batch.mask, base.config)
    places = torch.arange(len(template))[None]
    undescribed = base.attention_inputs(torch.tensor([template]), places)[0].float()
    return torch.stack(rows), undescribed


@torch.no_grad()
def instructed_reading(library: Library, base: BaseConfig) -> tuple[torch.Tensor, torch.Tensor]:
    """The library's instructed LoRA as one that reads: A [layers, R, in], B [layers, R, q + k + v]

    with its scaling; R counts the ranks of q, k and v together. LoRAs of other modules have no
    place there: ValueError. LibraryError where the library has no instructed LoRA.
    """
    packed = pack(library.stack([INSTRUCTED]), base, library.shape.scaling)
    if set(packed) != {ATTENTION_INPUT}:
        modules = ", ".join(library.shape.modules)
        raise ValueError(
            f"Descriptions are read with q_proj, k_proj and v_proj; {library.folder} has {modules}."
        )
    A, B = packed[ATTENTION_INPUT]
    return A[:, 0].transpose(1, 2), B[:, 0]


def token_kinds(
    examples: list[EncodedExample], length: int, opening: int, closing: int
) -> torch.Tensor:
    """[examples, length]: which template token each one is, CONTENT or NOWHERE."""
    kind = torch.full((len(examples), length), NOWHERE)
    for row, example in enumerate(examples):
        end = example.prompt_length
        kind[row, : len(example.tokens) - 1] = CONTENT
        kind[row, :opening] = torch.arange(opening)
        kind[row, end - closing : end] = torch.arange(opening, opening + closing)
    return kind


def token_rows(normed: torch.Tensor, kind: torch.Tensor, tokens: int) -> torch.Tensor:
    """Activations [examples, length, size] -> rows of A [tokens, size]."""
    moments = [second_moment(normed[kind == token]) for token in range(tokens)]
    means = torch.stack([normed[kind == token].mean(0) for token in range(tokens)])
    content = second_moment(normed[kind == CONTENT])
    size = torch.eye(len(content), device=content.device) * content.diagonal().mean()
    normal = torch.stack(moments).sum(0) + CONTENT_PENALTY * content + SIZE_PENALTY * size
    # NumPy, because torch.linalg.solve fails on some AMD processors (oneMKL's SLASWP).
    rows = np.linalg.solve(normal.double().cpu().numpy(), means.double().cpu().numpy().T)
    return placed(torch.from_numpy(rows.T).float().contiguous())


def second_moment(values: torch.Tensor) -> torch.Tensor:
    """[n, size] -> [size, size]"""
    return values.T @ values / len(values)
