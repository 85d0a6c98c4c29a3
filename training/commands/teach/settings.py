"""Prints the page's settings of a lesson as options of training.commands.teach, one word a line.

    python -m training.commands.teach.settings --start own --examples 4 --base-id ID

The score after the last step is the one that is measured.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from training.base.record import base_model_record
from training.hypernetworks.frozen_options import add_base_id_option
from training.oracles.lesson import default_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", default="own", help="a lesson from zero has other settings")
    parser.add_argument("--examples", type=int, default=4)
    add_base_id_option(parser)
    options = parser.parse_args()
    parameters = base_model_record(options.base_id).parameters
    from_zero = options.start == "zero"
    chosen = default_settings(parameters, max(1, options.examples), from_zero)
    for name, value in asdict(chosen).items():
        print("--" + name.replace("_", "-"), value, sep="\n")
    print("--measured", chosen.steps, sep="\n")


if __name__ == "__main__":
    main()
