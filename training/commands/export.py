"""Writes a trained hypernetwork as the page reads it: fp16 safetensors and a JSON manifest.

    python -m training.commands.export --checkpoint RUN/checkpoint.pt [--evaluation results.json]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.base.record import base_model_record
from training.hypernetworks.encoder import ENCODER_FOLDER
from training.hypernetworks.frozen_options import add_base_options
from training.hypernetworks.manifest import evaluation_summary, export, library_summary
from training.hypernetworks.trained import load_trained
from training.machine.paths import MODELS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument(
        "--evaluation", type=Path, help="JSON written by training.commands.evaluate"
    )
    parser.add_argument(
        "--library",
        nargs=3,
        metavar=("JSON", "LORAS", "RUN"),
        help="of a reconstruction: reconstruction.json, the number of its LoRAs, its name in it",
    )
    add_base_options(parser)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--out", type=Path, default=MODELS / "smollm2-135m-t2l-l-sft")
    options = parser.parse_args()
    trained = load_trained(options.checkpoint)
    evaluation = evaluation_summary(options.evaluation) if options.evaluation else None
    library = None
    if options.library:
        path, loras, name = options.library
        library = library_summary(
            Path(path), int(loras), name, trained.hypernetwork, trained.stages
        )
    export(
        trained.hypernetwork,
        options.out,
        trained.stages,
        evaluation,
        options.base_model,
        options.encoder,
        base_model_record(options.base_id),
        library,
    )
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
