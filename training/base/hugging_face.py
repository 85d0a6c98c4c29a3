"""The dequantised base model as a Hugging Face folder, for PEFT and transformers.

The weights are exactly those the page runs, so an adapter downloaded from it gives the same
logits there as here.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from .gguf import GgufFile
from .model import BaseModel
from .record import DEFAULT, BaseModelRecord
from .tokenizer import base_tokenizer


def hugging_face_tensors(base: BaseModel) -> dict[str, torch.Tensor]:
    config = base.config
    kv = config.kv_heads * config.head_size
    tensors = {"model.embed_tokens.weight": base.embedding, "model.norm.weight": base.final_norm}
    if base.own_head is not None:
        tensors["lm_head.weight"] = base.own_head
    for index, layer in enumerate(base.layers):
        name = f"model.layers.{index}."
        q, k, v = layer.attention_input.split([config.size, kv, kv])
        gate, up = layer.feed_forward_input.chunk(2)
        parts = {
            "input_layernorm": layer.attention_norm,
            "self_attn.q_proj": q,
            "self_attn.k_proj": k,
            "self_attn.v_proj": v,
            "self_attn.o_proj": layer.attention_output,
            "post_attention_layernorm": layer.feed_forward_norm,
            "mlp.gate_proj": gate,
            "mlp.up_proj": up,
            "mlp.down_proj": layer.feed_forward_output,
        }
        tensors |= {f"{name}{part}.weight": tensor for part, tensor in parts.items()}
        if layer.attention_bias is not None:
            biases = layer.attention_bias.split([config.size, kv, kv])
            tensors |= {f"{name}self_attn.{part}_proj.bias": b for part, b in zip("qkv", biases)}
    return {name: tensor.contiguous().clone() for name, tensor in tensors.items()}


def configuration(base: BaseModel, metadata: dict, record: BaseModelRecord) -> dict:
    """The config.json of transformers; `metadata` is the GGUF's."""
    config = base.config
    architecture = metadata["general.architecture"]
    return {
        "_name_or_path": record.hub_id,
        "architectures": [f"{architecture.capitalize()}ForCausalLM"],
        "model_type": architecture,
        "hidden_size": config.size,
        "intermediate_size": config.feed_forward_size,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.kv_heads,
        "vocab_size": config.vocabulary,
        "max_position_embeddings": metadata[f"{architecture}.context_length"],
        "rms_norm_eps": config.epsilon,
        "rope_theta": config.rope_base,
        "rope_parameters": {"rope_type": "default", "rope_theta": config.rope_base},
        "hidden_act": "silu",
        "tie_word_embeddings": base.own_head is None,
        "torch_dtype": "float32",
        "bos_token_id": metadata["tokenizer.ggml.bos_token_id"],
        "eos_token_id": metadata["tokenizer.ggml.eos_token_id"],
    }


def export_base(
    folder: Path, record: BaseModelRecord = DEFAULT, base_file: Path | None = None
) -> None:
    """Writes weights, configuration and tokenizer; `base_file` in place of the record's own."""
    base_file = base_file or record.file
    folder.mkdir(parents=True, exist_ok=True)
    base = BaseModel.load(base_file)
    metadata = GgufFile(base_file).metadata
    save_file(hugging_face_tensors(base), folder / "model.safetensors", {"format": "pt"})
    config = configuration(base, metadata, record)
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    base_tokenizer(metadata).save(str(folder / "tokenizer.json"))
