"""Measures a library of LoRAs, or a hypernetwork that reproduces it, on the library's own tasks.

    python -m training.commands.compression.measure --library LIBRARY --data ../shared/data \
        --loras 8 --json LIBRARY_8.json
    python -m training.commands.compression.measure --library LIBRARY --data ../shared/data \
        --loras 8 --json S_8.json --hypernetwork RUN/checkpoint.pt

Without a hypernetwork: the LoRAs themselves, their mean and no LoRA, and by --conditions
rank_1,rank_2 each LoRA cut to that rank, which is compression without any training. With one: its
LoRAs by a description it was trained on, by own descriptions that it was not, by another task's, and
by gibberish. `training.commands.compression.report` makes one result and a figure of several.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.adapters.library import Library
from training.data.tasks import read_split
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import reader_of
from training.hypernetworks.trained import load_trained
from training.machine.files import write_whole
from training.measure.compression import library_numbers, measure, of_hypernetwork, of_library
from training.measure.evaluator import Evaluator
from training.oracles.jobs import choose
from training.regression.reconstruction import tasks_of

from ..options import add_data_option


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path, required=True, help="LoRAs of train tasks")
    add_data_option(parser)
    parser.add_argument(
        "--loras", type=int, required=True, help="as training.commands.reconstruct was told"
    )
    parser.add_argument("--hypernetwork", type=Path, help="checkpoint.pt, or an exported folder")
    parser.add_argument("--examples", type=int, default=8, help="held-out inputs a task")
    parser.add_argument("--max-new-tokens", type=int, default=32)
    parser.add_argument("--conditions", help="of those in measure/compression.py; else its own")
    parser.add_argument("--json", type=Path, required=True)
    add_model_options(parser)
    options = parser.parse_args()
    models = FrozenModels(vars(options))
    library = Library.open(options.library)
    tasks = choose(tasks_of(library, read_split(options.data).train), options.loras)
    loras = library.stack([task.name for task in tasks])
    if options.hypernetwork:
        trained = load_trained(options.hypernetwork)
        reader = reader_of(trained.hypernetwork.config, models)
        compressed = of_hypernetwork(options.hypernetwork, trained, reader, tasks, loras)
    else:
        compressed = of_library(library, tasks, loras)
    conditions = list(compressed.conditions)
    if options.conditions:
        conditions = options.conditions.split(",")
    evaluator = Evaluator(models.base, models.tokenizer, compressed.sources)
    result = {"loras": len(tasks), "library_numbers": library_numbers(loras)} | compressed.facts
    result |= {"examples_per_task": options.examples}
    result |= measure(evaluator, tasks, conditions, options.examples, options.max_new_tokens)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    write_whole(options.json, lambda path: path.write_text(text, encoding="utf-8"))


if __name__ == "__main__":
    main()
