"""Makes one result and a figure of what training.commands.compression.measure measured.

    python -m training.commands.compression.report --folder FOLDER --out training/results

FOLDER is that of runs/reconstruction.sh. Writes reconstruction.json and reconstruction.png, and
prints the table.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.machine.files import write_whole
from training.measure.compression_report import collect, draw, table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="of runs/reconstruction.sh")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    result = collect(options.folder)
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    target = options.out / "reconstruction.json"
    write_whole(target, lambda path: path.write_text(text, encoding="utf-8"))
    draw(result, options.out / "reconstruction.png")
    print(table(result))


if __name__ == "__main__":
    main()
