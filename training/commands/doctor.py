"""Measures the cost of common faults of a description, for the page's advice.

    python -m training.commands.doctor --hypernetwork public/models/smollm2-135m-t2l-l-sft \
        --data DATA --json src/tasks/doctorScores.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.data.tasks import read_split
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import reader_of
from training.hypernetworks.manifest import WEIGHTS
from training.hypernetworks.trained import load_exported
from training.machine.files import sha256
from training.measure.conditions import HypernetworkSource
from training.measure.doctor import measure
from training.measure.evaluator import Evaluator

from .options import add_data_option



def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="exported folder")
    add_data_option(parser)
    parser.add_argument("--examples", type=int, default=8)
    parser.add_argument("--max-new-tokens", type=int, default=32)
    add_model_options(parser, precision_default="float32")
    parser.add_argument("--json", type=Path, help="src/tasks/doctorScores.json is the page's")
    options = parser.parse_args()
    models = FrozenModels(vars(options))
    hypernetwork, manifest = load_exported(options.hypernetwork)
    reader = reader_of(hypernetwork.config, models)
    source = HypernetworkSource(hypernetwork, reader)
    evaluator = Evaluator(models.base, models.tokenizer, {"own": source})
    tasks = read_split(options.data).validation
    result = {
        "hypernetwork": {
            "id": manifest["id"],
            "sha256": sha256(options.hypernetwork / WEIGHTS),
        },
        **measure(evaluator, tasks, options.examples, options.max_new_tokens),
    }
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
