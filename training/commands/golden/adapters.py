"""Writes what shipped hypernetworks' adapters do, which the page's own are tested against.

    python -m training.commands.golden.adapters public/models/*-t2l-g-sft public/models/smollm2-135m-t2l-l-*
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import reader_of
from training.hypernetworks.trained import load_exported
from training.machine.paths import REPOSITORY
from training.measure.conditions import HypernetworkSource, Question
from training.measure.evaluator import Evaluator

from .logits import DATE

DESCRIPTION = "Turn a date like 3/7/24 into words"
ANSWER_TOKENS = 12


@torch.no_grad()
def adapter_golden(folder: Path, exported: Path, options: dict) -> None:
    """Two files: BA x of every module in three layers for one x, and an answer, cut short.

    The layers are the first, the middle and the last one; x is the cosine of 0, 1, 2 and so on.
    """
    hypernetwork, manifest = load_exported(exported)
    models = FrozenModels({**options, "base_id": manifest["base"]["id"], "base_model": None})
    source = HypernetworkSource(hypernetwork, reader_of(hypernetwork.config, models))
    adapter = source.adapters([DESCRIPTION])
    layers = [0, manifest["layers"] // 2 - 1, manifest["layers"] - 1]
    products = {}
    for module, (A, B) in adapter.items():
        for layer in layers:
            x = torch.arange(A.shape[-1], dtype=A.dtype).cos()
            products[f"{module}.{layer}"] = ((A[0, layer] @ x) @ B[0, layer]).contiguous()
    save_file(products, folder / f"adapter_{exported.name}.safetensors")
    asked = Question(models.record.template.prompt(DATE), DESCRIPTION)
    (answer,) = Evaluator(models.base, models.tokenizer, {}).answers([asked], source, ANSWER_TOKENS)
    golden = {
        "description": DESCRIPTION,
        "layers": layers,
        "sha256": manifest["weights"]["sha256"],
        "message": DATE,
        "answer": answer,
        "max_new_tokens": ANSWER_TOKENS,
    }
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    (folder / f"adapter_{exported.name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exported", type=Path, nargs="+", help="folders of hypernetworks")
    add_model_options(parser, precision_default="float32")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "tests/fixtures/golden")
    options = parser.parse_args()
    for exported in options.exported:
        adapter_golden(options.out, exported, vars(options))


if __name__ == "__main__":
    main()
