"""Writes the dequantised base model as a Hugging Face folder, for PEFT and transformers.

    python -m training.commands.export_base /tmp/base
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.base.hugging_face import export_base
from training.machine.paths import BASE_MODEL_FILE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    options = parser.parse_args()
    export_base(options.folder, options.base_model)


if __name__ == "__main__":
    main()
