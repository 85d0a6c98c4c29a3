"""Whole files: read as constants, written in one go, and known by their hash."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Writes to a path beside and renames it, so that an interrupted write leaves the old file."""
    partial = path.with_name(path.name + ".partial")
    write(partial)
    os.replace(partial, path)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_table(path: Path) -> Any:
    """Content of a JSON file as constants: its arrays are tuples."""
    return _frozen(json.loads(path.read_text(encoding="utf-8")))


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
