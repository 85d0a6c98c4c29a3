"""Prints the page's settings of a lesson as options of training.commands.teach, one word a line.

    python -m training.commands.teach.settings --start own --examples 4

The score after the last step is the one that is measured.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from training.oracles.lesson import default_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="own", help="a lesson from zero has other settings")
    parser.add_argument("--examples", type=int, default=4)
    options = parser.parse_args()
    chosen = default_settings(max(1, options.examples), from_zero=options.start == "zero")
    for name, value in asdict(chosen).items():
        print("--" + name.replace("_", "-"), value, sep="\n")
    print("--measured", chosen.steps, sep="\n")


if __name__ == "__main__":
    main()
