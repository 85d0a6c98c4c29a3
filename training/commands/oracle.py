"""Trains ordinary LoRAs, many at once: one per task (oracles), or one for all train tasks.

    python -m training.commands.oracle --data ../shared/data --split unseen --library LIBRARY
    python -m training.commands.oracle --data ../shared/data --multitask --library BASELINES
    python -m training.commands.oracle --data ../shared/data --instructed --library BASELINES
    python -m training.commands.oracle --data ../shared/data --start-from HYPERNETWORK --library NEAR
    python -m training.commands.oracle --data ../shared/data --instructed --further BASELINES --library LONGER

--instructed is the multi-task LoRA whose prompts hold the description. With --start-from each
task's LoRA begins as what that hypernetwork writes for it, and a few steps finish it.

Test examples are never touched: early stopping looks at a held-out part of a task's train
examples, the multi-task LoRA's at the validation tasks. A LoRA already in the library is not
trained again, and what is unfinished is saved every ten minutes: an interrupted call is simply
repeated.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.adapters.library import Library, LoraShape
from training.data.grammar.variations import Variations
from training.data.grammar.words.vocabulary import common_words
from training.data.sampling import TrainingTask, task_groups
from training.data.shown import ShownExamples
from training.data.tasks import read_training_tasks
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import reader_of
from training.hypernetworks.trained import load_trained
from training.oracles.jobs import MultitaskJob, choose, task_jobs
from training.oracles.start import CommonStart, GeneratedStart, KeptStart
from training.oracles.trainer import OracleConfig, OracleTrainer

from .options import add_fields, add_task_options, read_fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_task_options(parser)
    parser.add_argument("--library", type=Path, required=True, help="folder to add LoRAs to")
    parser.add_argument("--split", choices=["train", "validation", "unseen"], default="train")
    parser.add_argument("--tasks", type=int, help="only so many, chosen by a hash of their names")
    together = parser.add_mutually_exclusive_group()
    together.add_argument("--multitask", action="store_true", help="one LoRA for all train tasks")
    together.add_argument(
        "--instructed", action="store_true", help="the same with each description in the prompt"
    )
    parser.add_argument(
        "--start-from", type=Path, help="hypernetwork; its rank, alpha and modules hold then"
    )
    parser.add_argument(
        "--further", type=Path, help="library whose LoRAs are trained further; theirs is the shape"
    )
    parser.add_argument(
        "--layers-alike", action="store_true", help="every layer begins with the same A"
    )
    parser.add_argument("--target-modules", default="q_proj,v_proj")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--alpha", type=float, default=16.0)
    parser.add_argument("--task-size-power", type=float, default=0.3, help="multi-task sampling")
    parser.add_argument("--grammar-share", type=float, default=0.4, help="of the rows of a step")
    parser.add_argument(
        "--variation-share", type=float, default=0.0, help="of the other rows, with --instructed"
    )
    parser.add_argument(
        "--shown-share", type=float, default=0.0, help="of rows, with --instructed: examples, too"
    )
    add_model_options(parser)
    parser.add_argument("--no-compile", action="store_true", help="plain PyTorch, no torch.compile")
    add_fields(parser, OracleConfig)
    options = vars(parser.parse_args())
    if options["variation_share"] and not options["instructed"]:
        parser.error("--variation-share is for --instructed: only a description tells a variation")
    if options["shown_share"] and not options["instructed"]:
        parser.error("--shown-share is for --instructed, whose prompts hold more than the message")
    config = read_fields(options, OracleConfig)
    models = FrozenModels(options)
    base, tokenizer = models.base, models.tokenizer
    start = None
    if options["start_from"]:
        if options["multitask"] or options["instructed"]:
            parser.error("--start-from is for LoRAs of single tasks")
        hypernetwork = load_trained(options["start_from"]).hypernetwork
        shape = LoraShape.of(hypernetwork.config)
        start = GeneratedStart(hypernetwork, reader_of(hypernetwork.config, models))
    elif options["further"]:
        earlier = Library.open(options["further"])
        shape, start = earlier.shape, KeptStart(earlier)
    else:
        modules = options["target_modules"].split(",")
        shape = LoraShape.for_base(base.config, modules, options["rank"], options["alpha"])
    if options["layers_alike"]:
        if start:
            parser.error("--layers-alike is for LoRAs that begin anew")
        start = CommonStart(shape, config.seed, layers_alike=True)
    library = Library.create(options["library"], shape)
    split, of_grammar = read_training_tasks(options)
    if options["multitask"] or options["instructed"]:
        train, validation, generated = (
            TrainingTask.prepare(tokenizer, tasks, config.row_length)
            for tasks in (split.train, split.validation, of_grammar)
        )
        groups = task_groups(train, options["task_size_power"], generated, options["grammar_share"])
        reads = tokenizer if options["instructed"] else None
        groups[0].variation_share = options["variation_share"]
        variations = Variations(common_words(tokenizer), tokenizer, config.row_length)
        share = options["shown_share"]
        shown = ShownExamples(tokenizer, share) if share else None
        jobs = [MultitaskJob(groups, validation, config, reads, variations.draw, shown)]
    else:
        tasks = choose(getattr(split, options["split"]), options["tasks"])
        jobs = task_jobs(TrainingTask.prepare(tokenizer, tasks, config.row_length), config)
    OracleTrainer(base, shape, config, not options["no_compile"], start).run(jobs, library)


if __name__ == "__main__":
    main()
