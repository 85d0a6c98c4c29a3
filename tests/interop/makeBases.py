"""SmolLM2 in other types, and the greedy tokens that transformers gives with each file.

    python tests/interop/makeBases.py SMOLLM2.gguf FOLDER LONGEST

Reads FOLDER/prompts.json, lists of token ids. Writes FOLDER/TYPE.gguf for Q8_0, Q4_0 and Q6_K, and
FOLDER/answers.json: by type, for each prompt, the tokens that follow, at most LONGEST. Rows that
Q6_K's blocks of 256 do not divide are Q8_0, as in llama.cpp.
"""

import json
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Type
from transformers import AutoModelForCausalLM

TYPES = (Type.Q8_0, Type.Q4_0, Type.Q6_K)
STOP_TOKENS = (0, 2)


def to_q6_k(weights: np.ndarray) -> np.ndarray:
    """Blocks of 256 weights: the codes' low 4 and high 2 bits, 16 scales of 8 bits, and one in half precision."""
    groups = weights.reshape(-1, 16, 16)
    steps = np.abs(groups).max(axis=2) / 31
    unit = (steps.max(axis=1, keepdims=True) / 127).astype(np.float16)
    scales = np.rint(steps / np.maximum(unit.astype(np.float32), 1e-12)).astype(np.int8)
    sizes = unit.astype(np.float32) * scales
    codes = np.rint(groups / np.where(sizes == 0, 1, sizes)[..., None])
    codes = (np.clip(codes, -32, 31) + 32).astype(np.uint8).reshape(-1, 2, 4, 32)
    low = codes & 15
    low = np.concatenate([low[:, :, 0] | low[:, :, 2] << 4, low[:, :, 1] | low[:, :, 3] << 4], axis=2)
    high = sum((codes[:, :, part] >> 4) << 2 * part for part in range(4))
    blocks = [low.reshape(-1, 128), high.reshape(-1, 64), scales.view(np.uint8), unit.view(np.uint8)]
    return np.concatenate(blocks, axis=1).reshape(weights.shape[0], -1)


def quantise(weights: np.ndarray, type: Type) -> tuple[np.ndarray, Type]:
    if type is not Type.Q6_K:
        return gguf.quantize(weights, type), type
    if weights.shape[1] % 256:
        return gguf.quantize(weights, Type.Q8_0), Type.Q8_0
    blocks = to_q6_k(weights)
    error = np.abs(gguf.dequantize(blocks, Type.Q6_K) - weights).max()
    assert error < 0.05 * np.abs(weights).max(), error
    return blocks, type


def write(reader: gguf.GGUFReader, type: Type, path: Path) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name == "general.architecture":
            continue
        sub_type = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub_type)
    for tensor in reader.tensors:
        weights = gguf.dequantize(tensor.data, tensor.tensor_type)
        if weights.ndim == 1:
            writer.add_tensor(tensor.name, weights.astype(np.float32))
            continue
        data, own = quantise(np.ascontiguousarray(weights, np.float32), type)
        writer.add_tensor(tensor.name, data, raw_dtype=own)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def greedy(path: Path, prompts: list[list[int]], longest: int) -> list[list[int]]:
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32).eval()
    return [
        model.generate(
            torch.tensor([ids]),
            max_new_tokens=longest,
            do_sample=False,
            eos_token_id=list(STOP_TOKENS),
            pad_token_id=STOP_TOKENS[-1],
        )[0, len(ids) :].tolist()
        for ids in prompts
    ]


def main(source: str, folder: str, longest: str) -> None:
    reader = gguf.GGUFReader(source)
    prompts = json.loads((Path(folder) / "prompts.json").read_text())
    answers = {}
    for type in TYPES:
        path = Path(folder) / f"{type.name}.gguf"
        write(reader, type, path)
        answers[type.name] = greedy(path, prompts, int(longest))
    (Path(folder) / "answers.json").write_text(json.dumps(answers))


main(*sys.argv[1:])
