#!/usr/bin/env bash
# T2L-G by two steps: a LoRA that learns to read descriptions, then a gist that begins with it. The
# shipped one began at nothing (LOG.md, 2026-11-27).
# Resumable.
#   training/runs/gist.sh DATA FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" folder="$2"
python="${PYTHON:-python}"
mkdir -p "$folder"

[ -e "$folder/grammar/split.json" ] ||
  "$python" -m training.grammar.write "$folder/grammar" --keep-apart-from "$data"
"$python" -m training.oracle --data "$data" --grammar "$folder/grammar" --instructed \
  --library "$folder/together" --target-modules q_proj,k_proj,v_proj --rank 16 \
  --slots 1 --rows 4 --row-length 128 --learning-rate 1e-3 --warm-up-steps 40 --steps 1100 \
  --validate-every 100 --patience 100
"$python" -m training.train --data "$data" --grammar "$folder/grammar" --variant G \
  --reading-from "$folder/together" --learning-rate 1e-3 --warm-up-steps 40 \
  --final-learning-rate 0.03 --steps 4500 --minutes 1000000 --consistency 0.5 --run "$folder/gist"
"$python" -m training.evaluate --hypernetwork "$folder/gist/checkpoint.pt" --data "$data" \
  --split validation --conditions gibberish,other,paraphrases
