"""The sentence encoder all-MiniLM-L6-v2 in plain PyTorch: a unit vector of 384 numbers a text."""

from __future__ import annotations

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training.machine.device import placed
from training.machine.paths import MODELS

ENCODER_ID = "all-minilm-l6-v2"
ENCODER_SIZE = 384
ENCODER_FOLDER = MODELS / ENCODER_ID
TEXT_RULE = "trim-full-stop"
MAXIMUM_TOKENS = 256
# oneDNN compiles a kernel for every shape, so lengths are rounded up.
TOKENS_MULTIPLE = 16


def normalise_description(text: str) -> str:
    """Strips a text, and adds a full stop behind a last letter (T2L's add_full_stop)."""
    stripped = text.strip()
    return stripped + "." if stripped and stripped[-1].isalpha() else stripped


class DescriptionEncoder:
    """BERT with mean pooling over real tokens, L2-normalised, as sentence-transformers does."""

    def __init__(self, folder: Path = ENCODER_FOLDER, dtype: torch.dtype = torch.float32):
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = {
            name: placed(tensor.to(dtype))
            for name, tensor in load_file(folder / "model.safetensors").items()
            if tensor.is_floating_point()
        }
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # "[SEP]" in a description is text.
        self.tokenizer.encode_special_tokens = True
        self.tokenizer.enable_truncation(MAXIMUM_TOKENS)
        self.tokenizer.enable_padding(pad_to_multiple_of=TOKENS_MULTIPLE)
        self.dimension = self.config["hidden_size"]

    def encode(self, descriptions: list[str], batch_size: int = 256) -> torch.Tensor:
        """Unit vectors of n descriptions, [n, dimension] float32."""
        texts = [normalise_description(text) for text in descriptions]
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = torch.empty(len(texts), self.dimension)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            hidden, mask = self._read([texts[i] for i in rows])
            pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors[rows] = F.normalize(pooled, dim=-1)
        return vectors

    def encode_tokens(self, descriptions: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Last layer of n descriptions [n, tokens, dimension] float32, and their mask [n, tokens]."""
        return self._read([normalise_description(text) for text in descriptions])

    def _read(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        encodings = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([e.ids for e in encodings])
        mask = torch.tensor([e.attention_mask for e in encodings], dtype=torch.float32)
        return self.hidden_states(ids, mask).float(), mask

    @torch.no_grad()
    def hidden_states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Last layer [rows, length, dimension] of token ids and mask [rows, length]."""
        batch, length = ids.shape
        heads = self.config["num_attention_heads"]
        x = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][:length]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm("embeddings.LayerNorm", x)
        bias = ((1.0 - mask)[:, None, None, :] * -1e9).to(x.dtype)
        for layer in range(self.config["num_hidden_layers"]):
            name = f"encoder.layer.{layer}."
            q, k, v = (
                self._linear(f"{name}attention.self.{part}", x)
                .view(batch, length, heads, -1)
                .transpose(1, 2)
                for part in ("query", "key", "value")
            )
            scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias
            mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, -1)
            attended = self._linear(f"{name}attention.output.dense", mixed)
            x = self._norm(f"{name}attention.output.LayerNorm", attended + x)
            inner = F.gelu(self._linear(f"{name}intermediate.dense", x))
            x = self._norm(
                f"{name}output.LayerNorm", self._linear(f"{name}output.dense", inner) + x
            )
        return x

    def _linear(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return F.layer_norm(x, weight.shape, weight, bias, self.config["layer_norm_eps"])
