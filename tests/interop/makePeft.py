"""Adapters as `peft` trains and saves them, and the logits that they give, for the page to read.

    python tests/interop/makePeft.py BASE_FOLDER PAGE_FOLDER OUT

Writes OUT/NAME/ with each adapter and OUT/logits.safetensors with [prompts, vocabulary] under its
name, for the prompts in PAGE_FOLDER/page.json.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CONFIGS = {
    "plain": {"r": 8, "lora_alpha": 16, "target_modules": ["q_proj", "v_proj"]},
    "patterns": {
        "r": 4,
        "lora_alpha": 8,
        "use_rslora": True,
        "target_modules": ALL,
        "rank_pattern": {"down_proj": 6, "layers.3.self_attn.q_proj": 2},
        "alpha_pattern": {"up_proj": 3},
    },
    "some_layers": {
        "r": 3,
        "lora_alpha": 3,
        "target_modules": ["o_proj", "gate_proj"],
        "layers_to_transform": [0, 7, 29],
    },
}
STEPS = 2

base_folder, page, out = map(Path, sys.argv[1:])
torch.manual_seed(0)
prompts = json.loads((page / "page.json").read_text())["prompts"]
logits = {}
for name, config in CONFIGS.items():
    base = AutoModelForCausalLM.from_pretrained(base_folder, dtype=torch.float32)
    model = get_peft_model(base, LoraConfig(task_type="CAUSAL_LM", **config))
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-3)
    ids = torch.tensor([prompts[0]])
    for _ in range(STEPS):
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    if name == "patterns":
        for weight in trained:
            weight.data = weight.data.bfloat16().float()
    model.eval()
    with torch.no_grad():
        rows = [model(input_ids=torch.tensor([ids])).logits[0, -1] for ids in prompts]
    logits[name] = torch.stack(rows)
    if name == "patterns":
        for weight in trained:
            weight.data = weight.data.bfloat16()
    model.save_pretrained(out / name)
save_file(logits, out / "logits.safetensors")
