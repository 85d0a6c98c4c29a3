"""Command-line options that several commands share, and configurations read from options."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

Config = TypeVar("Config")


def add_fields(
    parser: argparse.ArgumentParser, kind: type[Config], choices: dict[str, tuple] | None = None
) -> None:
    """Adds an option for every field of the dataclass `kind`, with its default and `choices`."""
    for name, value in asdict(kind()).items():
        allowed = (choices or {}).get(name)
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, choices=allowed)


def read_fields(options: dict, kind: type[Config]) -> Config:
    """Configuration `kind` that parsed options describe; other options are ignored."""
    return kind(**{name: options[name] for name in asdict(kind())})


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--data`, what `read_split` takes."""
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="folders with split.json, tasks/"
    )


def add_task_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that `read_training_tasks` takes."""
    add_data_option(parser)
    parser.add_argument(
        "--grammar", type=Path, help="folder written by training.commands.write_grammar"
    )
    parser.add_argument(
        "--leave-out-far", action="store_true", help="without FAR_FAMILIES of data/tasks.py"
    )
