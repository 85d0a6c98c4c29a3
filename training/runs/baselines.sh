#!/usr/bin/env bash
# Everything the evaluation compares T2L with, and the table itself. Resumable.
#   training/runs/baselines.sh DATA FOLDER CHECKPOINT [TRAIN_TASKS]
# About 20 to 30 core-seconds a task: LoRAs of all unseen tasks, of TRAIN_TASKS (150) train tasks,
# one for all train tasks, their average, and both reconstructions of the library.
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" folder="$2" checkpoint="$3" count="${4:-150}"
python="${PYTHON:-python}"
mkdir -p "$folder"

"$python" -m training.commands.oracle --data "$data" --split unseen --library "$folder/unseen"
"$python" -m training.commands.oracle --data "$data" --split train --tasks "$count" --library "$folder/train"
"$python" -m training.commands.oracle --data "$data" --multitask --library "$folder/baselines" \
  --slots 1 --rows 32 --steps 1000 --validate-every 50
"$python" -m training.commands.oracle --data "$data" --instructed --library "$folder/baselines" \
  --slots 1 --rows 32 --steps 1000 --validate-every 50
"$python" -m training.commands.average --library "$folder/train" --out "$folder/baselines"

"$python" -m training.commands.evaluate --hypernetwork "$checkpoint" --data "$data" --split unseen \
  --oracles "$folder/unseen" --baselines "$folder/baselines" --json "$folder/evaluation.json"
columns=("SFT=$folder/evaluation.json")

for form in factorised delta_w; do
  "$python" -m training.commands.reconstruct --library "$folder/train" --data "$data" --form "$form" \
    --run "$folder/$form"
  "$python" -m training.commands.evaluate --hypernetwork "$folder/$form/checkpoint.pt" --data "$data" \
    --split unseen --conditions gibberish,other,paraphrases --json "$folder/$form/evaluation.json"
  columns+=("reconstruction $form=$folder/$form/evaluation.json")
done
"$python" -m training.commands.report "${columns[@]}" --out "$folder/report"
