"""Writes a trained hypernetwork as the page reads it: fp16 safetensors and a JSON manifest.

    python -m training.commands.export --checkpoint RUN/checkpoint.pt [--evaluation results.json]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.hypernetworks.manifest import evaluation_summary, export
from training.hypernetworks.trained import load_trained
from training.machine.paths import (
    BASE_MODEL_FILE,
    BASE_MODEL_ID,
    ENCODER_FOLDER,
    MODELS,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, help="JSON written by training.commands.evaluate")
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--base-id", default=BASE_MODEL_ID, help="its id in src/shared/models.ts")
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--out", type=Path, default=MODELS / "smollm2-135m-t2l-l-sft")
    options = parser.parse_args()
    trained = load_trained(options.checkpoint)
    evaluation = evaluation_summary(options.evaluation) if options.evaluation else None
    export(
        trained.hypernetwork,
        options.out,
        trained.stages,
        evaluation,
        options.base_model,
        options.encoder,
        options.base_id,
    )
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
