"""Rules of the tree, checked over the imports of any package: for test_architecture.py."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

MOST_FILES = 15
COMMANDS, TESTS = "commands", "tests"

Import = tuple[Path, str]
"""A file and the full name of the module it imports, or of a name in a module."""


def code_files(package: Path) -> list[Path]:
    return sorted(path for path in package.rglob("*.py") if path.name != "__init__.py")


def imports(package: Path) -> Iterator[Import]:
    """Every import of the package's own modules, relative or absolute, at any depth of a file."""
    for file in code_files(package):
        folder = (package.name, *file.relative_to(package).parts[:-1])
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = folder[: len(folder) - node.level + 1] if node.level else ()
                module = ".".join((*above, *filter(None, [node.module])))
                names = [f"{module}.{alias.name}" for alias in node.names]
            else:
                continue
            yield from ((file, name) for name in names if name.split(".")[0] == package.name)


def folder_of(package: Path, name: str) -> str:
    """Folder of the module that the name is, or is in, relative to the package; "" for itself."""
    path = package
    for part in name.split(".")[1:]:
        if not (path / part).is_dir():
            break
        path = path / part
    return path.relative_to(package).as_posix().removeprefix(".")


def crossings(package: Path) -> Iterator[tuple[str, str, Path]]:
    """(folder that imports, folder that is imported, file), tests apart."""
    for file, name in imports(package):
        ours = file.relative_to(package).parent.as_posix().removeprefix(".")
        theirs = folder_of(package, name)
        if ours != theirs and ours.split("/")[0] != TESTS:
            yield ours, theirs, file


def two_way_pairs(package: Path) -> set[tuple[str, str]]:
    """Folders that import each other, each pair in alphabetical order."""
    arrows = {(ours, theirs) for ours, theirs, _ in crossings(package)}
    return {(ours, theirs) for ours, theirs in arrows if ours < theirs and (theirs, ours) in arrows}


def against_order(package: Path, order: tuple[str, ...]) -> list[str]:
    """Imports of a room that comes later, and rooms that the order lacks."""
    faults = []
    for ours, theirs, file in crossings(package):
        ours, theirs = ours.split("/")[0], theirs.split("/")[0]
        unknown = {ours, theirs} - {*order}
        if unknown or order.index(ours) < order.index(theirs):
            faults.append(f"{file.relative_to(package)} imports {theirs}")
    return faults


def imports_of_commands(package: Path) -> list[str]:
    """Files of the library that import a command, whatever the order says."""
    return [
        file.relative_to(package).as_posix()
        for ours, theirs, file in crossings(package)
        if theirs.split("/")[0] == COMMANDS and ours.split("/")[0] != COMMANDS
    ]


def crowded_folders(package: Path) -> dict[str, int]:
    """Folders with more than MOST_FILES code files of their own, and how many they have."""
    counts: dict[str, int] = {}
    for file in code_files(package):
        folder = file.relative_to(package).parent.as_posix()
        counts[folder] = counts.get(folder, 0) + 1
    return {folder: count for folder, count in counts.items() if count > MOST_FILES}


def loose_files(package: Path) -> list[str]:
    """Code files that lie in no room."""
    return [path.name for path in code_files(package) if path.parent == package]
