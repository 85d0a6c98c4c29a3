#!/usr/bin/env bash
# Teaching from a few examples with the page's defaults (src/shared/teachingDefaults.json): the score
# over the number of examples, by what the lesson begins with.
#   training/runs/teach.sh DATA FOLDER [TASKS] [SPLIT]
#   training/runs/teach.sh "DATA PEOPLE" FOLDER        # several data folders
#   BASE=qwen2.5-coder-0.5b-instruct-q4_k_m HYPERNETWORK=... EXAMPLES="4 16" training/runs/teach.sh DATA FOLDER
# TASKS (40) of SPLIT (unseen), 8 inputs each, greedy answers. FOLDER/curve holds a file a start and
# number of examples; what is done is not done again. One thread. EXAMPLES (0 4 16 2 8), STARTS (own zero
# other), HYPERNETWORK (the shipped T2L-G of SmolLM2), its BASE and BASELINES (a library with the multi-task
# LoRA, measured too where it is given) may be set, and PRECISION (auto), which must stay what it was for a
# folder to be gone on with.
# results/teach-search.json and teach-search-qwen.json say which settings were tried, each a call of
# training.commands.teach.
set -euo pipefail
cd "$(dirname "$0")/../.."
read -ra data <<< "$1"
folder="$2" tasks="${3:-40}" split="${4:-unseen}"
python="${PYTHON:-python}"
base=(--base-id "${BASE:-smollm2-135m-instruct-q4_1}")
hypernetwork="${HYPERNETWORK:-public/models/smollm2-135m-t2l-g-sft}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"

read -ra starts <<< "${STARTS:-own zero other}"
[ -z "${BASELINES:-}" ] || starts+=(multitask)
for examples in ${EXAMPLES:-0 4 16 2 8}; do
  for start in "${starts[@]}"; do
    mapfile -t chosen < <("$python" -m training.commands.teach.settings "${base[@]}" --start "$start" --examples "$examples")
    "$python" -m training.commands.teach --hypernetwork "$hypernetwork" "${base[@]}" --data "${data[@]}" --split "$split" \
      --tasks "$tasks" --start "$start" --examples "$examples" "${chosen[@]}" \
      --precision "${PRECISION:-auto}" \
      ${BASELINES:+--baselines "$BASELINES"} --json "$folder/curve/$start-$examples.json"
  done
done
"$python" -m training.commands.teach.report --folder "$folder/curve" --json "$folder/teach-curve.json" \
  --figure "$folder/teach-curve.png"
