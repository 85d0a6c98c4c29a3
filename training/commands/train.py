"""SFT of a T2L hypernetwork: back-propagates the base model's answer loss into the hypernetwork.

    python -m training.commands.train --data ../shared/data --run /tmp/run --minutes 90

Stops by itself, writes a checkpoint every ten minutes, and continues where it stood when
started again with the same --run. `torchrun --nproc-per-node N -m training.commands.train ...` shares
the rows of a step among N processes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.adapters.library import Library
from training.data.grammar.variations import Variations
from training.data.grammar.words.vocabulary import common_words
from training.data.sampling import TaskSampler, TrainingTask, task_groups
from training.data.shown import ShownExamples
from training.data.tasks import read_training_tasks
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kind import Kind
from training.hypernetworks.kinds import kind_of, sharing_variants
from training.hypernetworks.trained import load_trained
from training.loop.run import history, run
from training.machine.parallel import Processes
from training.sft import curves
from training.sft.config import TrainConfig
from training.sft.context_distillation import Teacher
from training.sft.recall import Recall
from training.sft.trainer import Trainer

from .options import add_fields, add_task_options, read_fields


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of a run; every field of TrainConfig is one."""
    add_task_options(parser)
    add_model_options(parser)
    parser.add_argument("--no-compile", action="store_true", help="plain PyTorch, no torch.compile")
    parser.add_argument(
        "--start-from", type=Path, help="checkpoint.pt of any training, or an exported folder"
    )
    parser.add_argument(
        "--shared-from",
        type=Path,
        help="G: library whose instructed LoRA all adapters share to begin with",
    )
    parser.add_argument(
        "--teacher", type=Path, help="library whose instructed LoRA teaches, with the description"
    )
    add_fields(parser, TrainConfig)


def prepare(options: dict) -> tuple[Trainer, list[TrainingTask]]:
    """A trainer at step 0 and the validation tasks, from parsed options."""
    config = read_fields(options, TrainConfig)
    kind = kind_of(config.variant)
    if options["shared_from"]:
        refuse_sharing(options, kind)
    if config.followed_share and not (kind.shares_rows and options["teacher"]):
        sharing = " or ".join(sharing_variants())
        raise ValueError(f"--followed-share is for --variant {sharing}, and needs a --teacher.")
    if config.shown_share and not kind.reads_turns:
        raise ValueError(f"--shown-share: --variant {config.variant} reads descriptions alone.")
    processes = Processes.join()
    models = FrozenModels(options, processes.count)
    tokenizer = models.tokenizer
    reader = kind.reader(config.encoding, models, models.dtype)
    split, of_grammar = read_training_tasks(options)
    train, validation, generated = (
        TrainingTask.prepare(tokenizer, tasks, config.row_length)
        for tasks in (split.train, split.validation, of_grammar)
    )
    groups = task_groups(train, config.task_size_power, generated, config.grammar_share)
    groups[0].variation_share = config.variation_share
    variations = Variations(common_words(tokenizer), tokenizer, config.row_length)
    counts = " + ".join(str(len(group.tasks)) for group in groups)
    print(f"{counts} train tasks, {len(validation)} validation tasks", flush=True)
    compiled = not options["no_compile"]
    teacher = None
    if options["teacher"]:
        library = Library.open(options["teacher"])
        teacher = Teacher(models.base, tokenizer, library, config.taught_share)
    crossed_share = config.crossed_share if teacher else 0.0
    sampler = TaskSampler(groups, config.seed, variations.draw, crossed_share)
    recall = Recall(tokenizer, sampler, config.row_length // 2)
    shown = ShownExamples(tokenizer, config.shown_share) if config.shown_share else None
    trainer = Trainer(
        config, models.base, reader, sampler, compiled, processes, teacher, recall, shown
    )
    if options["start_from"]:
        trainer.start_from(load_trained(options["start_from"]))
    else:
        tasks, library = train or generated, options["shared_from"]
        kind.start(trainer.hypernetwork, models.base, tokenizer, tasks, config.seed, library)
    return trainer, validation


def refuse_sharing(options: dict, kind: Kind) -> None:
    """Raises ValueError where a library's LoRA would not come to be shared."""
    if not kind.shares_rows:
        sharing = " or ".join(sharing_variants())
        raise ValueError(
            f"--shared-from is for --variant {sharing}: only its adapters share a LoRA."
        )
    if options["start_from"]:
        raise ValueError(
            "--shared-from and --start-from both say what is shared; give one of them."
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs")
    options = vars(parser.parse_args())
    options["run"].mkdir(parents=True, exist_ok=True)
    trainer, validation = prepare(options)
    run(trainer, options["run"], lambda: trainer.validate(validation))
    if trainer.processes.rank == 0:
        curves.draw(history(options["run"]), options["run"] / "curves.png")
    trainer.processes.leave()


if __name__ == "__main__":
    main()
