"""Largest difference of logits between the page and PEFT, as JSON.

    python tests/interop/checkPeft.py BASE_FOLDER PAGE_FOLDER [GGUF_FILE]

GGUF_FILE is the base's file in BASE_FOLDER where its weights are loaded from one.
PAGE_FOLDER is what scripts/writeAdapter.ts wrote, its adapter.zip unpacked into adapter/. Runs with
old versions of peft and transformers as with new ones.
"""

import json
import sys
from pathlib import Path

import peft
import torch
import transformers
from safetensors.torch import load_file

base_folder, page = map(Path, sys.argv[1:3])
if len(sys.argv) > 3:
    dtype = "dtype" if int(transformers.__version__.split(".")[0]) > 4 else "torch_dtype"
    loading = {"gguf_file": sys.argv[3], dtype: torch.float32}
    base = transformers.AutoModelForCausalLM.from_pretrained(base_folder, **loading).eval()
else:
    base = transformers.AutoModelForCausalLM.from_pretrained(base_folder).float().eval()
model = peft.PeftModel.from_pretrained(base, page / "adapter").eval()
prompts = json.loads((page / "page.json").read_text())["prompts"]
expected = load_file(page / "logits.safetensors")
with torch.no_grad():
    rows = [model(input_ids=torch.tensor([ids])).logits[0, -1] for ids in prompts]
    adapted = torch.stack(rows)
report = {
    "peft": peft.__version__,
    "transformers": transformers.__version__,
    "difference": (adapted - expected["adapted"]).abs().max().item(),
    "effect": (expected["adapted"] - expected["base"]).abs().max().item(),
}
print(json.dumps(report))
