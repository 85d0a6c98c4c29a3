"""Measures how far common faults of a description move its adapter, for the page's advice.

    python -m training.doctor --hypernetwork public/models/smollm2-135m-t2l-l-sft --data DATA \
        --json src/store/doctorScores.json

On validation tasks: the cosine between BA of the adapter of a task's own description and BA of
the adapter of the same description with a fault, beside the cosine that another sound description
of the task gives. It tells how much a fault changes what is generated, not what that does to the
answers. Intervals are bootstrap over tasks.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from .base_model import BaseModel
from .data import Task, read_split
from .descriptions import DescriptionReader, FrozenReader, encoding_of
from .encoder import DescriptionEncoder
from .export import WEIGHTS, load_exported, sha256
from .gguf import GgufFile
from .hypernetwork import Hypernetwork
from .metrics import bootstrap_mean
from .paths import BASE_MODEL_FILE, ENCODER_FOLDER
from .tokenizer import base_tokenizer

WORDS_OF_SHORT = 2
COLUMNS = 32
"""Of the random matrix that BA is multiplied with; cosines are then right to about 0.01."""
ROWS = 16
PADDING = (
    "Hello! I hope you are well. I was wondering whether you could possibly help me with "
    "something that I have been meaning to ask for a while. {} Thank you so much in advance!"
)


def wordings(tasks: list[Task], index: int) -> dict[str, str]:
    """Own description of a task, another sound one, and the own one with each fault."""
    task = tasks[index]
    own = task.eval_descriptions[0]
    other = tasks[(index + len(tasks) // 2) % len(tasks)].eval_descriptions[0]
    return {
        "own": own,
        "reworded": task.eval_descriptions[1],
        "short": " ".join(own.split()[:WORDS_OF_SHORT]),
        "several": f"{own} {other}",
        "input": f"{own} {task.test_examples[0]['input']}",
        "padded": PADDING.format(own),
    }


@torch.no_grad()
def sketches(
    hypernetwork: Hypernetwork, reader: DescriptionReader, descriptions: list[str]
) -> torch.Tensor:
    """[n] descriptions -> BA X of all layers and modules for a fixed random X, [n, values]."""
    generator = torch.Generator().manual_seed(0)
    signs = {
        module: torch.randn(size_in, COLUMNS, generator=generator).sign()
        for module, (size_in, _) in hypernetwork.config.modules.items()
    }
    result = []
    for start in range(0, len(descriptions), ROWS):
        adapter = hypernetwork(reader.read(descriptions[start : start + ROWS]))
        parts = [
            (B.transpose(-1, -2) @ (A @ signs[module])).flatten(1)
            for module, (A, B) in adapter.items()
        ]
        result.append(torch.cat(parts, dim=1))
    return torch.cat(result)


def measure(hypernetwork: Hypernetwork, reader: DescriptionReader, tasks: list[Task]) -> dict:
    """Mean cosine to the own description's adapter, with its interval, by wording."""
    texts = [wordings(tasks, index) for index in range(len(tasks))]
    own = sketches(hypernetwork, reader, [text["own"] for text in texts])
    cosines = {}
    for name in texts[0]:
        if name == "own":
            continue
        other = sketches(hypernetwork, reader, [text[name] for text in texts])
        cosines[name] = bootstrap_mean(F.cosine_similarity(own, other, dim=1).tolist())
        print(name, cosines[name], flush=True)
    reworded = cosines.pop("reworded")
    return {"tasks": len(tasks), "reworded": reworded, "faults": cosines}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="exported folder")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path, help="src/store/doctorScores.json is the page's")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    hypernetwork, manifest = load_exported(options.hypernetwork)
    encoding = encoding_of(hypernetwork.config)
    base = tokenizer = None
    if "base" in encoding:
        base = BaseModel.load(options.base_model)
        tokenizer = base_tokenizer(GgufFile(options.base_model).metadata)
    reader = FrozenReader(encoding, DescriptionEncoder(options.encoder), base, tokenizer)
    result = {
        "hypernetwork": {
            "id": manifest["id"],
            "sha256": sha256(options.hypernetwork / WEIGHTS),
        },
        **measure(hypernetwork, reader, read_split(options.data).validation),
    }
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
