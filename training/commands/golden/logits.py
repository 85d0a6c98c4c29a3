"""Writes the logits that the page's own computation of a base model is tested against.

    python -m training.commands.golden.logits
    python -m training.commands.golden.logits --base-id qwen2.5-coder-0.5b-instruct-q4_k_m --lora-size 0.03
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.adapters.lora import pack
from training.hypernetworks.encoder import ENCODER_FOLDER
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_base_id_option
from training.machine.paths import REPOSITORY

DATE = "3/7/24"
MESSAGES = [
    "What is the capital of France?",
    DATE,
    "parseHttpResponse",
    "She walks to school every day.\nThen she reads 12 books 📚.",
]
TOP, SAMPLE_STRIDE, STEPS = 48, 257, 4
LORA_SIZE = 0.3
"""Standard deviation of the LoRA's B."""


@torch.no_grad()
def logits_golden(file: Path, models: FrozenModels, lora_size: float = LORA_SIZE) -> dict:
    """Prefill and greedy steps of the base and of a seeded rank-2 LoRA, in float32.

    The LoRA is stored for layers 0 to 3 only (other layers zero) to keep the file small. Where
    `lora_size` is large, float32 itself says little: on Qwen2.5-Coder, 0.3 makes PyTorch's float32
    differ from its float64 by up to 1.7e-3, where the base's differ by 3e-5.
    """
    base = models.base
    prompt = models.record.template.prompt
    prompts = [models.tokenizer.encode(prompt(text)) for text in MESSAGES]
    torch.manual_seed(7)
    layers, rank, adapted = base.config.layers, 2, 4
    adapter = {}
    for module in ("q_proj", "v_proj"):
        size_in, size_out = base.config.module_sizes(module)
        A, B = torch.zeros(1, layers, rank, size_in), torch.zeros(1, layers, rank, size_out)
        A[:, :adapted] = torch.randn(1, adapted, rank, size_in) / size_in**0.5
        B[:, :adapted] = lora_size * torch.randn(1, adapted, rank, size_out)
        adapter[module] = (A, B)
    scaling = 2.0
    tensors = {
        f"{half}.{module}": tensor[0, :adapted].contiguous()
        for module, pair in adapter.items()
        for half, tensor in zip("AB", pair)
    }
    cases = []
    for kind, lora in (("base", None), ("lora", pack(adapter, base.config, scaling))):
        for index, ids in enumerate(prompts):
            tokens = list(ids)
            for step in range(STEPS):
                row = torch.tensor([tokens])
                positions = torch.arange(len(tokens))[None]
                mask = torch.full((len(tokens), len(tokens)), -1e9).triu(1)[None]
                hidden = base.hidden_states(row, positions, mask, lora)[0, -1]
                logits = base.head @ hidden
                name = f"{kind}.{index}.{step}"
                values, ids_of_top = logits.topk(TOP)
                tensors[f"{name}.top"] = values.contiguous()
                tensors[f"{name}.top_ids"] = ids_of_top.to(torch.int32)
                tensors[f"{name}.sample"] = logits[::SAMPLE_STRIDE].contiguous()
                cases.append({"name": name, "kind": kind, "tokens": list(tokens)})
                tokens.append(int(ids_of_top[0]))
    save_file(tensors, file)
    return {
        "cases": cases,
        "rank": rank,
        "scaling": scaling,
        "adapted_layers": adapted,
        "sample_stride": SAMPLE_STRIDE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_base_id_option(parser)
    parser.add_argument("--threads", type=int, help="else OMP_NUM_THREADS, else the cores")
    parser.add_argument("--lora-size", type=float, default=LORA_SIZE, help="of its B's numbers")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "tests/fixtures/golden")
    options = parser.parse_args()
    own_file = {"base_model": None, "encoder": ENCODER_FOLDER, "precision": "float32"}
    models = FrozenModels(vars(options) | own_file)
    name = f"logits_{models.record.id}"
    golden = logits_golden(options.out / f"{name}.safetensors", models, options.lora_size)
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    (options.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
