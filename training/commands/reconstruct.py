"""Trains a hypernetwork to reproduce a library of LoRAs from their tasks' descriptions.

    python -m training.commands.reconstruct --library LIBRARY --data ../shared/data --run RUN \
        --form factorised
    python -m training.commands.train --data ../shared/data --run RUN2 --start-from RUN/checkpoint.pt

--loras trains on a part of the library, and --held-share 0 keeps none of it apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.adapters.library import Library
from training.data.tasks import read_split
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import kind_of
from training.loop.run import run
from training.machine.precision import PRECISIONS
from training.oracles.jobs import choose
from training.regression.reconstruction import ReconstructionConfig, ReconstructionTrainer, tasks_of
from training.regression.reconstruction_loss import FORMS

from .options import add_data_option, add_fields, read_fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path, required=True, help="LoRAs of train tasks")
    add_data_option(parser)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    add_model_options(parser)
    choices = {"form": FORMS, "hypernetwork_precision": tuple(PRECISIONS)}
    add_fields(parser, ReconstructionConfig, choices)
    options = vars(parser.parse_args())
    config = read_fields(options, ReconstructionConfig)
    models = FrozenModels(options)
    options["run"].mkdir(parents=True, exist_ok=True)
    reader = kind_of(config.variant).reader(config.encoding, models)
    library = Library.open(options["library"])
    tasks = tasks_of(library, read_split(options["data"]).train)
    if config.loras:
        tasks = choose(tasks, config.loras)
    loras = library.stack([task.name for task in tasks])
    size = models.base.config.size
    trainer = ReconstructionTrainer(config, library.shape, loras, tasks, reader, size)
    print(f"{len(trainer.tasks)} LoRAs, {len(trainer.held_tasks)} kept apart", flush=True)
    run(trainer, options["run"], trainer.validate)


if __name__ == "__main__":
    main()
