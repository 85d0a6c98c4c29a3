"""Whole files: written in one go, and known by their hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """An interrupted write leaves what was there: `write` gets a path beside, renamed at the end."""
    partial = path.with_name(path.name + ".partial")
    write(partial)
    os.replace(partial, path)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
