"""Turns results of training.commands.evaluate into a Markdown table and plots.

    python -m training.commands.report "T2L-L SFT=training/results/evaluation.json" --out training/results

Several results, each with its label, become columns beside each other.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.machine.files import write_whole
from training.measure.report import draw, markdown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", metavar="LABEL=JSON")
    parser.add_argument("--out", type=Path, required=True, help="folder for the report and plots")
    options = parser.parse_args()
    results = {}
    for item in options.results:
        label, separator, path = item.rpartition("=")
        if not separator or not label:
            parser.error(f"{item} is not LABEL=JSON")
        results[label] = json.loads(Path(path).read_text(encoding="utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    text = markdown(results)
    write_whole(options.out / "evaluation.md", lambda path: path.write_text(text, encoding="utf-8"))
    draw(results, options.out)


if __name__ == "__main__":
    main()
