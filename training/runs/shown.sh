#!/usr/bin/env bash
# Whether it pays to let T2L-G read solved examples beside the description: a teacher whose prompts hold some,
# a gist that learns from it, and one that learns for as long without them; on validation tasks. Resumable.
#   training/runs/shown.sh DATA FOLDER
#   STEPS=300 TEACHER_STEPS=290 BASE=qwen2.5-coder-0.5b-instruct-q4_k_m training/runs/shown.sh "DATA PEOPLE" FOLDER
# Beside what the adapters answer (own description, three examples with it, another task's three, three alone)
# stand the base with three in its prompt, and what a lesson of four makes of either start. LOG.md says what came of it.
set -euo pipefail
cd "$(dirname "$0")/../.."
read -ra data <<< "$1"
folder="$2"
base=(--base-id "${BASE:-smollm2-135m-instruct-q4_1}")
precision=(--precision "${PRECISION:-auto}")
python="${PYTHON:-python}"
modules=q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
mkdir -p "$folder"

[ -e "$folder/grammar/split.json" ] ||
  "$python" -m training.commands.write_grammar "$folder/grammar" --keep-apart-from "${data[@]}" "${base[@]}"

# Rows of 320 tokens hold a description, some examples and the messages that are answered.
"$python" -m training.commands.oracle --data "${data[@]}" --grammar "$folder/grammar" --instructed "${base[@]}" \
  --library "$folder/teacher" --target-modules "$modules" --rank 16 --slots 1 --rows 2 --row-length 320 \
  --learning-rate 3e-4 --warm-up-steps 20 --steps "${TEACHER_STEPS:-290}" --validate-every 50 --patience 100 \
  --variation-share 0.2 --shown-share 0.6

gist() { # NAME SHOWN_SHARE
  "$python" -m training.commands.train --data "${data[@]}" --grammar "$folder/grammar" --variant G "${base[@]}" \
    --target-modules "$modules" --shared-rank 7 --shared-from "$folder/teacher" --teacher "$folder/teacher" \
    --taught-share 0.8 --states-weight 4 --shown-share "$2" --learning-rate 4e-4 --warm-up-steps 20 \
    --final-learning-rate 0.03 --average-decay 0.98 --steps "${STEPS:-300}" --minutes 100000 --run "$folder/$1"
  "$python" -m training.commands.evaluate --hypernetwork "$folder/$1/checkpoint.pt" "${base[@]}" --data "${data[@]}" \
    --split validation --examples 4 --conditions "$3" "${precision[@]}" --json "$folder/$1.json"
}

lesson() { # NAME SHOWN
  mapfile -t chosen < <("$python" -m training.commands.teach.settings "${base[@]}" --examples 4)
  "$python" -m training.commands.teach --hypernetwork "$folder/$1/checkpoint.pt" "${base[@]}" --data "${data[@]}" \
    --split validation --tasks 20 --examples 0,4 "${chosen[@]}" --shown "$2" "${precision[@]}" \
    --json "$folder/taught/$1-shown-$2.json"
}

gist shown 0.6 own,gibberish,shown,shown_other,shown_alone,few_shot
gist plain 0 own,gibberish
mkdir -p "$folder/taught"
lesson shown 4
lesson shown 0
lesson plain 0
