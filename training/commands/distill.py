"""Trains a T2L variant to write the adapters that a finished hypernetwork writes.

    python -m training.commands.distill --hypernetwork public/models/smollm2-135m-t2l-l-sft \
        --variant S --data DATA [--grammar GRAMMAR] --run RUN

`training.commands.train --start-from RUN/checkpoint.pt` may continue it. Descriptions are those of
the train tasks; nothing of validation or unseen tasks is read but for validation.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.data.tasks import read_training_tasks
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import distillable_variants, kind_of, reader_of
from training.hypernetworks.trained import load_trained, name_of
from training.loop.run import run
from training.regression.distillation import DistillationConfig, DistillationTrainer

from .options import add_fields, add_task_options, read_fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, required=True, help="whose adapters to learn")
    add_task_options(parser)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    add_model_options(parser)
    add_fields(parser, DistillationConfig, {"variant": distillable_variants()})
    options = vars(parser.parse_args())
    models = FrozenModels(options)
    options["run"].mkdir(parents=True, exist_ok=True)
    teacher = load_trained(options["hypernetwork"])
    if not kind_of(teacher.hypernetwork.config.variant).can_be_distilled:
        known = ", ".join(f"T2L-{variant}" for variant in distillable_variants())
        parser.error(f"only {known} can be distilled")
    reader = reader_of(teacher.hypernetwork.config, models)
    split, of_grammar = read_training_tasks(options)
    tasks = [*split.train, *of_grammar]
    config = read_fields(options, DistillationConfig)
    name = name_of(options["hypernetwork"])
    trainer = DistillationTrainer(config, teacher, tasks, split.validation, reader, name)
    print(f"{len(tasks)} train tasks, {len(split.validation)} validation tasks", flush=True)
    run(trainer, options["run"], trainer.validate)


if __name__ == "__main__":
    main()
