"""Command-line options made of a configuration's fields, and the configuration made of them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TypeVar

Config = TypeVar("Config")


def add_fields(
    parser: argparse.ArgumentParser, kind: type[Config], choices: dict[str, tuple] | None = None
) -> None:
    """An option for every field of the dataclass `kind`, with its default; `choices` by field."""
    for name, value in asdict(kind()).items():
        allowed = (choices or {}).get(name)
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=type(value), default=value, choices=allowed)


def read_fields(options: dict, kind: type[Config]) -> Config:
    """The `kind` that parsed options describe; other options are ignored."""
    return kind(**{name: options[name] for name in asdict(kind())})
