#!/usr/bin/env bash
# Ablations of T2L-G at equal examples: every run differs from the first, which begins as
# FOLDER/teacher and learns from it, in one thing. gist.sh makes the teacher and FOLDER/grammar.
# Validation's exact match is in FOLDER/ablations. Resumable.
#   training/runs/gist_ablations.sh DATA FOLDER [STEPS]
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" folder="$2" steps="${3:-200}"
python="${PYTHON:-python}"
mkdir -p "$folder/ablations"

ablate() { # NAME OPTIONS...
  local name="$1" run="$folder/ablations/$1"; shift
  [ -e "$run.json" ] && return
  echo "$(date +%H:%M) $name"
  "$python" -m training.commands.train --data "$data" --run "$run" --variant G \
    --target-modules q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj --shared-rank 7 \
    --learning-rate 6e-4 --warm-up-steps 20 --final-learning-rate 0.03 --steps "$steps" \
    --minutes 1000000 --validate-every "$steps" "$@" >> "$run.log" 2>&1
  "$python" -m training.commands.evaluate --hypernetwork "$run/checkpoint.pt" --data "$data" \
    --split validation --examples 8 --precision bfloat16 --conditions gibberish,own \
    --json "$run.json" >> "$run.log"
}
mixed=(--grammar "$folder/grammar")
taught=(--teacher "$folder/teacher" --taught-share 0.8 --states-weight 4)
shared=(--shared-from "$folder/teacher")

ablate reference "${mixed[@]}" "${shared[@]}" "${taught[@]}"
ablate no-teacher "${mixed[@]}" "${shared[@]}"
ablate no-grammar "${shared[@]}" "${taught[@]}"
ablate no-variations "${mixed[@]}" "${shared[@]}" "${taught[@]}" --variation-share 0
ablate from-nothing "${mixed[@]}" "${taught[@]}"
ablate shared-2 "${mixed[@]}" "${shared[@]}" "${taught[@]}" --shared-rank 2
ablate shared-32 "${mixed[@]}" "${shared[@]}" "${taught[@]}" --shared-rank 32
ablate no-states "${mixed[@]}" "${shared[@]}" "${taught[@]}" --states-weight 0
ablate recall "${mixed[@]}" "${shared[@]}" "${taught[@]}" --recall-share 0.3 --followed-share 0.15
