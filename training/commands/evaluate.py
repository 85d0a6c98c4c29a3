"""Measures a hypernetwork against its controls on held-out tasks, greedy, in float32.

    python -m training.commands.evaluate --hypernetwork public/models/smollm2-135m-t2l-l-sft \
        --data ../shared/data --split unseen --oracles ORACLES --baselines BASELINES \
        --json training/results/evaluation.json

Choose by `--split validation`; `--split unseen` is for reporting. ORACLES and BASELINES are
folders written by training.commands.oracle and training.commands.average; without them their rows are left out.
`training.commands.report` turns the JSON into the table and the plots.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.adapters.library import Library
from training.data.tasks import described_in_chinese, read_split
from training.hypernetworks.frozen import FrozenModels
from training.hypernetworks.frozen_options import add_model_options
from training.hypernetworks.kinds import kind_of, reader_of
from training.hypernetworks.trained import load_trained, name_of
from training.machine.files import write_whole
from training.measure.conditions import (
    CONDITIONS,
    FROM_BASELINES,
    FROM_EXAMPLES,
    FROM_HYPERNETWORK,
    ORACLE,
    WITHOUT_ADAPTER,
    AdapterSource,
    HypernetworkSource,
    LibrarySource,
)
from training.measure.evaluator import Evaluator, available, evaluate, read_known, taken_over

from .options import add_data_option



def adapter_sources(options: argparse.Namespace, models: FrozenModels) -> dict[str, AdapterSource]:
    """Sources of LoRAs by condition, for what the command line names."""
    sources: dict[str, AdapterSource] = {}
    if options.hypernetwork:
        hypernetwork = load_trained(options.hypernetwork).hypernetwork
        reader = reader_of(hypernetwork.config, models)
        source = HypernetworkSource(hypernetwork, reader, models.tokenizer)
        reads_turns = kind_of(hypernetwork.config.variant).reads_turns
        known = (*FROM_HYPERNETWORK, *(FROM_EXAMPLES if reads_turns else ()))
        sources |= {condition: source for condition in known}
    if options.baselines:
        library = Library.open(options.baselines)
        known = [condition for condition in FROM_BASELINES if condition in library.entries]
        sources |= {condition: LibrarySource(library) for condition in known}
    if options.oracles:
        sources[ORACLE] = LibrarySource(Library.open(options.oracles))
    return sources


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hypernetwork", type=Path, help="exported folder or checkpoint.pt")
    parser.add_argument("--oracles", type=Path, help="library with a LoRA per task")
    parser.add_argument("--baselines", type=Path, help="library of averaged and multi-task LoRAs")
    add_data_option(parser)
    splits = ["validation", "unseen", "train", "far"]
    parser.add_argument("--split", choices=splits, default="validation")
    parser.add_argument("--tasks", type=int, help="only the first so many tasks")
    parser.add_argument(
        "--chinese", action="store_true", help="tasks with Chinese descriptions, asked by those"
    )
    parser.add_argument("--examples", type=int, default=16)
    parser.add_argument("--max-new-tokens", type=int, default=48)
    parser.add_argument("--conditions", help=f"of {','.join(CONDITIONS)}; else see `available`")
    add_model_options(parser, precision_default="float32")
    parser.add_argument(
        "--known",
        type=Path,
        help="an earlier result to add to; with --hypernetwork, what it says of another is dropped",
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    models = FrozenModels(vars(options))
    tasks = getattr(read_split(options.data), options.split)
    tasks = (described_in_chinese(tasks) if options.chinese else tasks)[: options.tasks]
    evaluator = Evaluator(models.base, models.tokenizer, adapter_sources(options, models))
    conditions = available(evaluator.sources)
    if options.conditions:
        conditions = options.conditions.split(",")
        unknown = set(conditions) - {*WITHOUT_ADAPTER, *evaluator.sources}
        if unknown:
            parser.error(f"cannot measure {', '.join(sorted(unknown))}: its LoRAs are not given")
    settings = {
        "examples_per_task": options.examples,
        "max_new_tokens": options.max_new_tokens,
        "split": options.split,
        "chinese": options.chinese,
        "data": [folder.name for folder in options.data],
        **models.facts(),
    }
    name = name_of(options.hypernetwork) if options.hypernetwork else None
    earlier = read_known(options.known, settings, tasks) if options.known else {"tasks": {}}
    known = taken_over(earlier, name)
    result = known.about_hypernetwork | evaluate(
        evaluator, tasks, conditions, options.examples, options.max_new_tokens, known.rows
    )
    result |= settings
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(result, indent=1) + "\n"
        write_whole(options.json, lambda path: path.write_text(text, encoding="utf-8"))


if __name__ == "__main__":
    main()
