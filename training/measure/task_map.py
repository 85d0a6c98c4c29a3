"""The page's facts about the training tasks: names, one description, vectors, a map.

A task's vector is the mean of its training descriptions' sentence vectors, scaled to length 1; the
map is the plane of most variance (PCA), which places new descriptions by the same two dot products.
"""

from __future__ import annotations

import base64
import re

import torch
import torch.nn.functional as F

from training.data.gibberish import gibberish
from training.data.tasks import Task
from training.hypernetworks.encoder import DescriptionEncoder

FORMAT, VERSION = "text-to-lora-tasks", 1
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
GIBBERISH = 100
SHORTEST, LONGEST = 20, 110
LIKELY_EXAMPLE = re.compile(r"[\"“”'‘’`\d:→>=\[\]{}]|e\.g\.|such as|as in|for example|like ", re.I)
"""Signs that a description may repeat an example: quotes, digits and the like."""


def short_description(task: Task) -> str:
    """The shortest training description that shows no example; "" when all might."""
    fitting = [
        text.strip()
        for text in task.train_descriptions
        if SHORTEST <= len(text.strip()) <= LONGEST and not LIKELY_EXAMPLE.search(text)
    ]
    return min(fitting, key=len, default="")


def principal_plane(vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Mean [d] of vectors [n, d], the two axes [2, d] of most variance, and their share of it.

    An axis points to where its largest component is positive, so that the map never flips.
    """
    mean = vectors.mean(0)
    _, values, axes = torch.linalg.svd(vectors - mean, full_matrices=False)
    axes = axes[:2]
    signs = axes.gather(1, axes.abs().argmax(1, keepdim=True)).sign()
    shares = values**2 / (values**2).sum()
    return mean, axes * signs, float(shares[:2].sum())


def quantise(vectors: torch.Tensor) -> tuple[torch.Tensor, float]:
    """Codes in int8, and the scale that turns them back: vector ≈ scale · code."""
    scale = float(vectors.abs().max()) / 127
    return (vectors / scale).round().to(torch.int8), scale


def nearest_similarity(vectors: torch.Tensor, tasks: torch.Tensor) -> dict[str, float]:
    """Quantiles over `vectors` of the cosine to the nearest task."""
    nearest = (vectors @ tasks.T).max(1).values
    values = torch.quantile(nearest, torch.tensor(QUANTILES))
    return {f"{q:g}": round(float(value), 4) for q, value in zip(QUANTILES, values)}


def describe_tasks(train: list[Task], validation: list[Task], encoder: DescriptionEncoder) -> dict:
    """Everything of the file but its header."""
    vectors = torch.stack(
        [F.normalize(encoder.encode(task.train_descriptions).mean(0), dim=0) for task in train]
    )
    mean, axes, explained = principal_plane(vectors)
    points = (vectors - mean) @ axes.T
    codes, scale = quantise(vectors)
    typed = [task.eval_descriptions[0] for task in train]
    held_out = [text for task in validation for text in task.eval_descriptions]
    return {
        "tasks": [
            {
                "name": task.name,
                "family": task.family,
                "description": short_description(task),
                "x": round(float(x), 4),
                "y": round(float(y), 4),
            }
            for task, (x, y) in zip(train, points)
        ],
        "vectors": {
            "dimension": vectors.shape[1],
            "scale": scale,
            "int8": base64.b64encode(codes.numpy().tobytes()).decode(),
        },
        "projection": {
            "mean": [round(float(value), 6) for value in mean],
            "axes": [[round(float(value), 6) for value in axis] for axis in axes],
            "explained": round(explained, 4),
        },
        "nearest_similarity": {
            "train": nearest_similarity(encoder.encode(typed), vectors),
            "validation": nearest_similarity(encoder.encode(held_out), vectors),
            "gibberish": nearest_similarity(
                encoder.encode([gibberish(seed) for seed in range(GIBBERISH)]), vectors
            ),
        },
    }
