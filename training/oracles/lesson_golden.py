"""Golden tensors of a lesson on a tiny base: its gradient, and the LoRA after every step."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from training.adapters.lora import Adapter
from training.base.gguf import write_gguf
from training.base.config import TARGET_MODULES
from training.base.model import BaseModel
from training.data.packing import EncodedExample, pack_rows, row_size

from .lesson import Lesson, LessonSettings

LAYERS, SIZE, FEED_FORWARD, HEADS, KV_HEADS, VOCABULARY = 2, 64, 96, 4, 2, 80
RANK, SCALING = 2, 1.5
OPENING = 2
# Prompt and answer lengths of the examples; all begin with the same OPENING tokens.
LENGTHS = [(4, 2), (3, 1), (6, 4)]
SETTINGS = LessonSettings(steps=4, rate=1e-3, warm_up=2, weight_decay=0.01, clip=0.5)
PAGE_SETTINGS = ("steps", "rate", "warm_up", "weight_decay", "clip")
SEED = 11
FLOAT, Q4_1, Q8_0 = 0, 3, 8


def write_tiny_base(path: Path, random: np.random.Generator) -> None:
    """A random llama model: projections in Q4_1, embedding in Q8_0, norms in float32."""

    def norm() -> tuple[int, list[int], bytes]:
        return FLOAT, [SIZE], (0.5 + random.random(SIZE)).astype(np.float32).tobytes()

    def halves(count: int, low: float, high: float) -> np.ndarray:
        return random.uniform(low, high, (count, 1)).astype(np.float16).view(np.uint8)

    def matrix(kind: int, rows: int, columns: int) -> tuple[int, list[int], bytes]:
        count = rows * columns // 32
        codes = random.integers(0, 256, (count, 16 if kind == Q4_1 else 32), dtype=np.uint8)
        parts = [halves(count, 0.016, 0.031), halves(count, -0.25, -0.12), codes]
        if kind == Q8_0:
            parts = [halves(count, 0.001, 0.002), codes]
        return kind, [rows, columns], np.concatenate(parts, axis=1).tobytes()

    kv = SIZE // HEADS * KV_HEADS
    tensors = {"token_embd.weight": matrix(Q8_0, VOCABULARY, SIZE)}
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        tensors |= {
            f"{block}attn_norm.weight": norm(),
            f"{block}attn_q.weight": matrix(Q4_1, SIZE, SIZE),
            f"{block}attn_k.weight": matrix(Q4_1, kv, SIZE),
            f"{block}attn_v.weight": matrix(Q4_1, kv, SIZE),
            f"{block}attn_output.weight": matrix(Q4_1, SIZE, SIZE),
            f"{block}ffn_norm.weight": norm(),
            f"{block}ffn_gate.weight": matrix(Q4_1, FEED_FORWARD, SIZE),
            f"{block}ffn_up.weight": matrix(Q4_1, FEED_FORWARD, SIZE),
            f"{block}ffn_down.weight": matrix(Q4_1, SIZE, FEED_FORWARD),
        }
    tensors["output_norm.weight"] = norm()
    metadata = {
        "general.architecture": "llama",
        "llama.block_count": LAYERS,
        "llama.context_length": 32,
        "llama.embedding_length": SIZE,
        "llama.feed_forward_length": FEED_FORWARD,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": KV_HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.freq_base": 1000.0,
    }
    write_gguf(path, metadata, tensors)


def lesson_golden(folder: Path) -> None:
    """Writes lesson.gguf, lesson.safetensors and lesson.json.

    Tensors are "<what>.<half>.<module>" [layers, rank, size]: `start`, `gradient`, and `step.<n>`,
    the LoRA after n steps.
    """
    random = np.random.default_rng(SEED)
    write_tiny_base(folder / "lesson.gguf", random)
    base = BaseModel.load(folder / "lesson.gguf")
    opening = random.integers(0, VOCABULARY, OPENING)
    examples = []
    for prompt, answer in LENGTHS:
        rest = random.integers(0, VOCABULARY, prompt + answer - OPENING)
        tokens = np.concatenate([opening, rest]).astype(np.int32)
        examples.append(EncodedExample(tokens, prompt, OPENING))
    batch = pack_rows([examples], row_size(examples))

    torch.manual_seed(SEED)
    adapter: Adapter = {}
    for module in TARGET_MODULES:
        size_in, size_out = base.config.module_sizes(module)
        A = torch.randn(1, LAYERS, RANK, size_in) / size_in**0.5
        adapter[module] = A, 0.2 * torch.randn(1, LAYERS, RANK, size_out)
    lesson = Lesson(base, adapter, SCALING, SETTINGS)
    tensors: dict[str, torch.Tensor] = {}

    def keep(what: str, of: Adapter) -> None:
        for module, pair in of.items():
            for half, tensor in zip("AB", pair):
                tensors[f"{what}.{half}.{module}"] = tensor[0].detach().clone()

    keep("start", adapter)
    lesson.gradient(batch)
    keep("gradient", {name: (A.grad, B.grad) for name, (A, B) in lesson.adapter.items()})
    losses = []
    for step in range(SETTINGS.steps):
        losses.append(lesson.step(batch).item())
        if step in (0, SETTINGS.steps - 1):
            keep(f"step.{step + 1}", lesson.adapter)
    losses.append(lesson.loss(batch).item())
    save_file(tensors, folder / "lesson.safetensors")
    golden = {
        "examples": [
            {"tokens": example.tokens.tolist(), "prompt_length": example.prompt_length}
            for example in examples
        ],
        "shared_length": OPENING,
        "rank": RANK,
        "scaling": SCALING,
        "settings": {name: getattr(SETTINGS, name) for name in PAGE_SETTINGS},
        "losses": losses,
    }
    text = json.dumps(golden, separators=(",", ":"))
    (folder / "lesson.json").write_text(text + "\n", encoding="utf-8")
