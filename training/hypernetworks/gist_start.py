"""Start of a gist hypernetwork's training.

Rows of A answer to the template's tokens alone, and shared rows have learnt to follow descriptions.

Row i of A is the ridge regression of "is this template token i?" on what a layer's projections
read: near 1 at that token, near 0 at the others and at the tokens of messages and answers.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import torch

from training.adapters.library import INSTRUCTED, Library
from training.adapters.lora import for_rows, pack
from training.base.config import BaseConfig
from training.base.layer import PackedLora, by_layer, rms_norm, transformer_layer
from training.base.model import BaseModel
from training.base.tokenizer import ChatTokenizer
from training.data.packing import EncodedExample, pack_rows
from training.data.sampling import TrainingTask
from training.machine.device import placed

from .gist import GistConfig, GistHypernetwork, Rows

EXAMPLES = 128
CONTENT_PENALTY = 10.0
"""Weight of an answer to an ordinary token against one at a template token."""
SIZE_PENALTY = 1.0
"""Weight of A's size, in units of the mean square of what A reads."""
CONTENT, NOWHERE = -1, -2
ROW_LENGTH = 3**-0.5
"""Length of n numbers, each evenly distributed within ±1/√n."""


def draw_examples(tasks: list[TrainingTask], seed: int) -> list[EncodedExample]:
    """EXAMPLES examples, each of a task drawn for it."""
    random = Random(seed)
    return [random.choice(random.choice(tasks).examples) for _ in range(EXAMPLES)]


def start_gist(
    hypernetwork: GistHypernetwork,
    base: BaseModel,
    tokenizer: ChatTokenizer,
    examples: list[EncodedExample],
    library: Path | None = None,
) -> None:
    """Sets a hypernetwork to a library's instructed LoRA, if any, and to the examples' template."""
    config = hypernetwork.config
    if library:
        hypernetwork.share(instructed_rows(Library.open(library), config, base.config))
    shared = pack(hypernetwork.shared(), base.config, config.scaling, base.embedding.dtype)
    hypernetwork.start_at(*gist_start(base, tokenizer, examples, shared))


@torch.no_grad()
def gist_start(
    base: BaseModel, tokenizer: ChatTokenizer, examples: list[EncodedExample], shared: PackedLora
) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of A and projections of the bare template, both with the LoRA that all adapters share.

    A is [layers, template tokens, in], the projections are [layers, template tokens, q + k + v].
    """
    opening, closing = tokenizer.template_tokens()
    template = opening + closing
    batch = pack_rows([[example] for example in examples], max(len(e.tokens) for e in examples))
    kind = token_kinds(examples, batch.tokens.shape[1], len(opening), len(closing))
    cos, sin = base.rope(batch.positions)
    x, rows = base.embedding[batch.tokens], []
    of_all = by_layer(for_rows(shared, len(examples)), len(base.layers))
    for weights, adapted in zip(base.layers, of_all):
        normed = rms_norm(x, weights.attention_norm, base.config.epsilon)
        rows.append(token_rows(normed.float(), kind, len(template)))
        x = transformer_layer(x, weights, adapted, cos, sin, batch.mask, base.config)
    places = torch.arange(len(template))[None]
    undescribed = base.attention_inputs(torch.tensor([template]), places, shared)[0].float()
    return torch.stack(rows), undescribed


@torch.no_grad()
def instructed_rows(library: Library, config: GistConfig, base: BaseConfig) -> dict[str, Rows]:
    """The library's instructed LoRA as shared rows: the nearest of their rank, group by group.

    Raises ValueError where it adapts modules that the gist does not, and LibraryError where the
    library has no instructed LoRA.
    """
    modules = library.shape.modules
    if not set(modules) <= set(config.modules):
        raise ValueError(
            f"Adapters share rows of {', '.join(config.modules)}; "
            f"{library.folder} has {', '.join(modules)}."
        )
    packed = pack(library.stack([INSTRUCTED]), base, library.shape.scaling)
    return {
        group: nearest_rows(A[:, 0], B[:, 0] / config.scaling, config.shared_rank)
        for group, (A, B) in packed.items()
    }


def nearest_rows(A: torch.Tensor, B: torch.Tensor, rank: int) -> Rows:
    """Rows of this rank with the product nearest to that of A [layers, in, R], B [layers, R, out].

    The rows of A are as long as random ones at the start of a training.
    """
    directions, inner = torch.linalg.qr(A)
    left, values, right = torch.linalg.svd(inner @ B, full_matrices=False)
    rows = (directions @ left).mT[:, :rank]
    return rows * ROW_LENGTH, (values[..., None] * right)[:, :rank] / ROW_LENGTH


def token_kinds(
    examples: list[EncodedExample], length: int, opening: int, closing: int
) -> torch.Tensor:
    """Number of the template token that each token is, or CONTENT or NOWHERE: [examples, length]."""
    kind = torch.full((len(examples), length), NOWHERE)
    for row, example in enumerate(examples):
        end = example.prompt_length
        kind[row, : len(example.tokens) - 1] = CONTENT
        kind[row, :opening] = torch.arange(opening)
        kind[row, end - closing : end] = torch.arange(opening, opening + closing)
    return kind


def token_rows(normed: torch.Tensor, kind: torch.Tensor, tokens: int) -> torch.Tensor:
    """Rows of A [tokens, size] of activations [examples, length, size]."""
    moments = [second_moment(normed[kind == token]) for token in range(tokens)]
    means = torch.stack([normed[kind == token].mean(0) for token in range(tokens)])
    content = second_moment(normed[kind == CONTENT])
    size = torch.eye(len(content), device=content.device) * content.diagonal().mean()
    normal = torch.stack(moments).sum(0) + CONTENT_PENALTY * content + SIZE_PENALTY * size
    # NumPy, because torch.linalg.solve fails on some AMD processors (oneMKL's SLASWP).
    rows = np.linalg.solve(normal.double().cpu().numpy(), means.double().cpu().numpy().T)
    return placed(torch.from_numpy(rows.T).float().contiguous())


def second_moment(values: torch.Tensor) -> torch.Tensor:
    """Second moment [size, size] of values [n, size]."""
    return values.T @ values / len(values)
