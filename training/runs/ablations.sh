#!/usr/bin/env bash
# Ablations at equal examples: every run differs from the first in one thing. Resumable.
#   training/runs/ablations.sh DATA GRAMMAR FOLDER [STEPS]
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" grammar="$2" folder="$3" steps="${4:-300}"
python="${PYTHON:-python}"
mkdir -p "$folder"

ablate() { # NAME OPTIONS...
  local name="$1"; shift
  [ -e "$folder/$name/done" ] && return
  echo "$(date +%H:%M) $name"
  "$python" -m training.train --data "$data" --run "$folder/$name" --steps "$steps" --minutes 1000000 \
    --validate-every 100 --encoding tokens "$@" >> "$folder/$name.log" 2>&1
  touch "$folder/$name/done"
}
mixed=(--grammar "$grammar" --grammar-share 0.4 --variation-share 0.3)

ablate reference "${mixed[@]}" --token-dropout 0.1
ablate no-grammar --variation-share 0.3 --token-dropout 0.1
ablate no-variations --grammar "$grammar" --grammar-share 0.4 --token-dropout 0.1
ablate data-alone --token-dropout 0.1
ablate no-dropout "${mixed[@]}"
ablate dropout-30 "${mixed[@]}" --token-dropout 0.3
ablate sentence "${mixed[@]}" --encoding sentence
ablate sentence-noise "${mixed[@]}" --encoding sentence --description-noise 0.02
ablate base "${mixed[@]}" --token-dropout 0.1 --encoding base
ablate tokens-base "${mixed[@]}" --token-dropout 0.1 --encoding tokens+base
ablate rank-4 "${mixed[@]}" --token-dropout 0.1 --rank 4
ablate rank-16 "${mixed[@]}" --token-dropout 0.1 --rank 16
ablate seven-modules "${mixed[@]}" --token-dropout 0.1 \
  --target-modules q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj
ablate variant-m "${mixed[@]}" --token-dropout 0.1 --variant M
ablate variant-s "${mixed[@]}" --token-dropout 0.1 --variant S
ablate far "${mixed[@]}" --token-dropout 0.1 --leave-out-far
ablate far-no-grammar --variation-share 0.3 --token-dropout 0.1 --leave-out-far
