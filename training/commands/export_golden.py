"""Writes the golden tensors that the page's own computation is tested against.

    python -m training.commands.export_golden
    python -m training.commands.export_golden --only-lesson

Everything is small enough to commit: tests/fixtures/golden, below 2.5 MB.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from training.base.template import Part, prompt_text
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.latent import LatentConfig, LatentHypernetwork, TokenStates
from training.machine.paths import REPOSITORY
from training.oracles.lesson_golden import lesson_golden

from .golden.logits import MESSAGES

DESCRIPTIONS = [
    "Turn a date like 3/7/24 into words",
    "  Split the camelCase identifier into separate words.  ",
    "give me the past tense",
    "Which language is this sentence written in?",
    "Write the e-mail's domain: the part after the @!",
    "Return only the FIRST letter of each word, joined together",
    "Return only the LAST letter of each word, joined together",
    "naïve café — “quotes” and 日本語",
    "1, 2, 3 → three, two, one",
    "x",
    "Sort the numbers. " * 80,
    "Given key: value lines\nwrite JSON\n\nwith the same keys",
]
TOKEN_DESCRIPTION = "Give the LAST letter, not the first."
SYSTEM = "Answer with one word."
HYPERNETWORKS = ("L", "M", "S", "L_tokens")
TINY_MODULES = {"q_proj": (24, 24), "v_proj": (24, 8)}


def encoder_golden(folder: Path, models: FrozenModels) -> dict:
    encoder = models.description_encoder()
    hidden, mask = encoder.encode_tokens([TOKEN_DESCRIPTION])
    real = hidden[0, : int(mask.sum())].clone()
    tensors = {"vectors": encoder.encode(DESCRIPTIONS), "tokens": real}
    save_file(tensors, folder / "encoder.safetensors")
    return {"descriptions": DESCRIPTIONS, "token_description": TOKEN_DESCRIPTION}


def hypernetwork_golden(folder: Path, name: str) -> dict:
    """A tiny hypernetwork with every parameter random, and its adapters for two descriptions.

    `name` is a variant, or a variant and "tokens" for one that pools token states.
    """
    torch.manual_seed(sum(map(ord, name)))
    variant, _, encoding = name.partition("_")
    config = LatentConfig(
        variant,
        layers=3,
        modules=TINY_MODULES,
        description_size=12,
        token_sizes={"tokens": 12} if encoding else {},
        rank=4,
        latent_size=16,
        head_input_size=24,
    )
    hypernetwork = LatentHypernetwork(config).eval()
    hidden = torch.randn(2, 5, 12)
    with torch.no_grad():
        for parameter in hypernetwork.parameters():
            parameter.copy_(0.3 * torch.randn_like(parameter))
        vectors = F.normalize(torch.randn(2, 12), dim=-1)
        description = {"tokens": TokenStates(hidden, torch.ones(2, 5))} if encoding else vectors
        adapter = hypernetwork(description)
    tensors = {f"weights.{name}": p.contiguous() for name, p in hypernetwork.state_dict().items()}
    tensors |= {"description_tokens": hidden} if encoding else {"description_vector": vectors}
    for module, (A, B) in adapter.items():
        tensors[f"A.{module}"], tensors[f"B.{module}"] = A.contiguous(), B.contiguous()
    save_file(tensors, folder / f"hypernetwork_{name}.safetensors")
    return config.to_dict()


def token_golden(models: FrozenModels) -> list[dict]:
    prompt = models.record.template.prompt
    texts = [(Part(text),) for text in (*DESCRIPTIONS, *MESSAGES)]
    prompts = [*texts, *(prompt(text) for text in MESSAGES), prompt("Hi", SYSTEM)]
    return [{"text": prompt_text(p), "ids": models.tokenizer.encode(p)} for p in prompts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only-lesson", action="store_true", help="needs no model")
    add_model_options(parser, precision_default="float32")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "tests/fixtures/golden")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    lesson_golden(options.out)
    if options.only_lesson:
        return
    models = FrozenModels(vars(options))
    golden = {
        "encoder": encoder_golden(options.out, models),
        "hypernetworks": {name: hypernetwork_golden(options.out, name) for name in HYPERNETWORKS},
        "tokens": token_golden(models),
    }
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    (options.out / "golden.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
