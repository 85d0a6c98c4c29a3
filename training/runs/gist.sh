#!/usr/bin/env bash
# T2L-G in two steps: a LoRA that learns to follow descriptions in its prompt, then a gist that shares
# it to begin with and learns from it (LOG.md, 2026-11-27). About three hours on two cores. Resumable.
#   training/runs/gist.sh DATA FOLDER [OPTIONS...]    # of both, such as --leave-out-far
#   training/runs/gist.sh "DATA PEOPLE" FOLDER        # several data folders
#   BASE=qwen2.5-coder-0.5b-instruct-q4_k_m training/runs/gist.sh DATA FOLDER
#   TEACHER_STEPS=4 GIST_MINUTES=2 training/runs/gist.sh DATA FOLDER    # whether it all runs
set -euo pipefail
cd "$(dirname "$0")/../.."
read -ra data <<< "$1"
folder="$2"
shift 2
base=(--base-id "${BASE:-smollm2-135m-instruct-q4_1}")
python="${PYTHON:-python}"
modules=q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj
mkdir -p "$folder"

[ -e "$folder/grammar/split.json" ] ||
  "$python" -m training.commands.write_grammar "$folder/grammar" --keep-apart-from "${data[@]}" "${base[@]}"
"$python" -m training.commands.oracle --data "${data[@]}" --grammar "$folder/grammar" --instructed "${base[@]}" \
  --library "$folder/teacher" --target-modules "$modules" --rank 32 \
  --slots 1 --rows 4 --row-length 128 --learning-rate 6e-4 --warm-up-steps 40 \
  --steps "${TEACHER_STEPS:-3200}" --validate-every 100 --patience 100 --variation-share 0.3 "$@"
"$python" -m training.commands.train --data "${data[@]}" --grammar "$folder/grammar" --variant G "${base[@]}" \
  --target-modules "$modules" --shared-rank 7 --shared-from "$folder/teacher" \
  --teacher "$folder/teacher" --taught-share 0.8 --states-weight 4 --recall-share 0.3 \
  --followed-share 0.15 --learning-rate 6e-4 \
  --warm-up-steps 40 --final-learning-rate 0.03 --minutes "${GIST_MINUTES:-150}" \
  --run "$folder/gist" "$@"
"$python" -m training.commands.evaluate --hypernetwork "$folder/gist/checkpoint.pt" "${base[@]}" --data "${data[@]}" \
  --split validation --conditions gibberish,other,paraphrases
