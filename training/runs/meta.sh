#!/usr/bin/env bash
# Whether adapters can be made to be taught: a T2L-G trained on with lessons in its steps (first-order
# meta-learning, sft/meta_learning.py), on without them for as long, and as it was; each then taught as on
# the page, on validation tasks. Resumable, one thread. LOG.md says what came of it.
#   training/runs/meta.sh DATA FOLDER
#   training/runs/meta.sh "DATA PEOPLE" FOLDER        # several data folders
#   MINUTES=60 LESSON_SHARE=0.7 RATE=1e-4 TASKS=20 training/runs/meta.sh DATA FOLDER
# HYPERNETWORK (the shipped T2L-G of SmolLM2) is trained on; BASE is its base model.
set -euo pipefail
cd "$(dirname "$0")/../.."
read -ra data <<< "$1"
folder="$2"
python="${PYTHON:-python}"
hypernetwork="${HYPERNETWORK:-public/models/smollm2-135m-t2l-g-sft}"
base=(--base-id "${BASE:-smollm2-135m-instruct-q4_1}")
modules=q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
mkdir -p "$folder"

[ -e "$folder/grammar/split.json" ] ||
  "$python" -m training.commands.write_grammar "$folder/grammar" --keep-apart-from "${data[@]}" "${base[@]}"

train() { # NAME LESSON_SHARE
  "$python" -m training.commands.train --data "${data[@]}" --grammar "$folder/grammar" --variant G "${base[@]}" \
    --target-modules "$modules" --shared-rank "${SHARED_RANK:-7}" --start-from "$hypernetwork" --lesson-share "$2" \
    --learning-rate "${RATE:-1e-4}" --warm-up-steps 20 --final-learning-rate 0.03 --average-decay 0.98 \
    --minutes "${MINUTES:-60}" --run "$folder/$1"
}

teach() { # NAME HYPERNETWORK
  for examples in 0 4 16; do
    mapfile -t chosen < <("$python" -m training.commands.teach.settings "${base[@]}" --examples "$examples")
    "$python" -m training.commands.teach --hypernetwork "$2" "${base[@]}" --data "${data[@]}" --split validation \
      --tasks "${TASKS:-20}" --start own --examples "$examples" "${chosen[@]}" \
      --json "$folder/taught/$1-$examples.json"
  done
}

train lessons "${LESSON_SHARE:-0.7}"
train plain 0
mkdir -p "$folder/taught"
teach before "$hypernetwork"
teach lessons "$folder/lessons/checkpoint.pt"
teach plain "$folder/plain/checkpoint.pt"
