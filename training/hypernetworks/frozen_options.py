"""Command-line options that `FrozenModels` takes."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.base.record import BASE_MODELS, DEFAULT
from training.machine.precision import PRECISIONS

from .encoder import ENCODER_FOLDER


def add_precision_option(parser: argparse.ArgumentParser, default: str = "auto") -> None:
    parser.add_argument(
        "--precision", choices=["auto", *PRECISIONS], default=default, help="of the frozen base"
    )


def add_base_id_option(parser: argparse.ArgumentParser) -> None:
    known = [record.id for record in BASE_MODELS]
    parser.add_argument("--base-id", choices=known, default=DEFAULT.id, help="in base/record.py")


def add_base_options(parser: argparse.ArgumentParser) -> None:
    """Adds the base model's options: a record, and a file in place of the record's own."""
    add_base_id_option(parser)
    parser.add_argument("--base-model", type=Path, help="GGUF in place of the record's own")


def add_model_options(parser: argparse.ArgumentParser, precision_default: str = "auto") -> None:
    add_base_options(parser)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument(
        "--threads", type=int, help="of all processes; else OMP_NUM_THREADS, else the cores"
    )
    add_precision_option(parser, precision_default)
