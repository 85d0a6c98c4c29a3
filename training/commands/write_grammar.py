"""Writes the tasks of the grammar as a data folder that training reads beside or without --data.

    python -m training.commands.write_grammar FOLDER --tasks 9000 [--keep-apart-from ../shared/data]

Everything written is CC0. A task that does what an unseen or validation task of another data
folder does is left out (`--keep-apart-from`), so that unseen stays unseen: see data/grammar/apart.py.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.base.gguf import GgufFile
from training.base.record import base_model_record
from training.base.tokenizer import base_tokenizer
from training.data.grammar.write import write_tasks
from training.data.tasks import read_split
from training.hypernetworks.frozen_options import add_base_options



def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tasks", type=int, default=9000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--keep-apart-from",
        type=Path,
        nargs="+",
        default=[],
        help="data folders whose held-out tasks stay so",
    )
    add_base_options(parser)
    options = parser.parse_args()
    other = read_split(options.keep_apart_from)
    apart = other.unseen + other.validation
    base_file = options.base_model or base_model_record(options.base_id).file
    tokenizer = base_tokenizer(GgufFile(base_file).metadata)
    split, left_out = write_tasks(options.folder, options.tasks, options.seed, tokenizer, apart)
    for line in left_out:
        print(f"left out, known as {line}")
    print(", ".join(f"{len(names)} {kind} tasks" for kind, names in split.items()))


if __name__ == "__main__":
    main()
