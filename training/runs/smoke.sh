#!/usr/bin/env bash
# The whole chain in under ten minutes on two busy cores: data, SFT, resuming, evaluation, export.
# Needs the model files (`npm start` fetches them) and training/requirements.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${1:-$(mktemp -d)}"
python="${PYTHON:-python}"

"$python" -m training.commands.write_grammar "$folder/data" --tasks 80
train=("$python" -m training.commands.train --data "$folder/data" --run "$folder/run" --no-compile
  --tasks-per-step 8 --warm-up-steps 5 --validate-every 10)
"${train[@]}" --steps 10
"${train[@]}" --steps 20
"$python" -m training.commands.evaluate --hypernetwork "$folder/run/checkpoint.pt" --data "$folder/data" \
  --split validation --tasks 2 --examples 4 --max-new-tokens 16 \
  --json "$folder/evaluation.json"
"$python" -m training.commands.export --checkpoint "$folder/run/checkpoint.pt" \
  --evaluation "$folder/evaluation.json" --out "$folder/smollm2-135m-t2l-l-smoke"
echo "everything is in $folder"
