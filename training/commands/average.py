"""Adds the averaged LoRA of a library, see adapters/average.py, to a library of baselines.

    python -m training.commands.average --library LIBRARY --out BASELINES
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.adapters.average import AVERAGED, average
from training.adapters.library import Library


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path, required=True, help="LoRAs of train tasks")
    parser.add_argument("--out", type=Path, required=True, help="library to add it to")
    options = parser.parse_args()
    library = Library.open(options.library)
    names = sorted(library.entries)
    averaged, kept = average(library.stack(names), library.shape.rank)
    facts = {
        "loras": len(names),
        "kept": {module: round(share, 4) for module, share in kept.items()},
    }
    Library.create(options.out, library.shape).add(AVERAGED, averaged, facts)
    print(f"{AVERAGED} of {len(names)} LoRAs; share of the squared norm kept: {facts['kept']}")


if __name__ == "__main__":
    main()
