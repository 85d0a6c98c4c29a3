"""Makes one result, a table and a figure of what training.commands.teach measured.

    python -m training.commands.teach.report --folder RUN/search \
        --json training/results/teach-search.json
    python -m training.commands.teach.report --folder RUN/curve \
        --json training/results/teach-curve.json \
        --figure training/results/teach-curve.png

FOLDER is one of training/runs/teach.sh. Prints the table; the figure shows the score after the last
step over the number of examples.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.machine.files import write_whole
from training.measure.teaching_report import collect, draw, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--figure", type=Path)
    options = parser.parse_args()
    runs = collect(options.folder)
    text = json.dumps(runs, indent=1) + "\n"
    write_whole(options.json, lambda path: path.write_text(text, encoding="utf-8"))
    if options.figure:
        draw(runs, options.figure)
    print(table(runs))


if __name__ == "__main__":
    main()
