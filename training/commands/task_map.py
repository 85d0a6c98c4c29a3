"""Writes the page's facts about the training tasks: names, one description, vectors, a map.

    python -m training.commands.task_map --data DATA --out public/training-tasks.json

No example of any task goes into the file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.data.tasks import read_split
from training.hypernetworks.encoder import ENCODER_FOLDER, ENCODER_ID, DescriptionEncoder
from training.machine.files import sha256
from training.machine.paths import REPOSITORY
from training.measure.task_map import FORMAT, VERSION, describe_tasks

from .options import add_data_option


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_option(parser)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "public" / "training-tasks.json")
    options = parser.parse_args()
    split = read_split(options.data)
    content = {
        "format": FORMAT,
        "version": VERSION,
        "encoder": {"id": ENCODER_ID, "sha256": sha256(options.encoder / "model.safetensors")},
        **describe_tasks(split.train, split.validation, DescriptionEncoder(options.encoder)),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    options.out.write_text(text, encoding="utf-8")
    print(f"wrote {options.out}: {len(split.train)} tasks, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
