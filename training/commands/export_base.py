"""Writes the dequantised base model as a Hugging Face folder, for PEFT and transformers.

    python -m training.commands.export_base /tmp/base
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.base.hugging_face import export_base
from training.base.record import base_model_record
from training.hypernetworks.frozen_options import add_base_options



def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    add_base_options(parser)
    options = parser.parse_args()
    record = base_model_record(options.base_id)
    export_base(options.folder, record, options.base_model)
    size = f"{record.parameters:,} parameters, {record.licence}"
    print(f"wrote {options.folder}: {record.label} ({record.hub_id}, {size})")


if __name__ == "__main__":
    main()
