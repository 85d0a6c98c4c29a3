#!/usr/bin/env bash
# Ablations of T2L-L, -M and -S at equal examples: every run differs in one thing from the first or
# from the one before it.
# Resumable.
#   training/runs/ablations.sh DATA GRAMMAR FOLDER [STEPS [NAME...]]    # all runs, or those named
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" grammar="$2" folder="$3" steps="${4:-600}"
chosen=("${@:5}")
python="${PYTHON:-python}"
mkdir -p "$folder"

ablate() { # NAME OPTIONS...
  local name="$1"; shift
  [[ ${#chosen[@]} -eq 0 || " ${chosen[*]} " == *" $name "* ]] || return 0
  [ -e "$folder/$name/done" ] && return
  echo "$(date +%H:%M) $name"
  "$python" -m training.commands.train --data "$data" --run "$folder/$name" --steps "$steps" --minutes 1000000 \
    --row-length 64 --cool-down-steps $((steps / 3)) --validate-every $((steps / 2)) "$@" \
    >> "$folder/$name.log" 2>&1
  touch "$folder/$name/done"
}
mixed=(--grammar "$grammar")

ablate reference "${mixed[@]}"
ablate second-seed "${mixed[@]}" --seed 1
ablate larger-steps "${mixed[@]}" --tasks-per-step 16 --steps $((steps / 4)) --warm-up-steps 20 \
  --cool-down-steps $((steps / 12)) --validate-every $((steps / 8))
ablate no-grammar
ablate no-variations "${mixed[@]}" --variation-share 0
ablate data-alone --variation-share 0
ablate no-dropout "${mixed[@]}" --token-dropout 0
ablate dropout-30 "${mixed[@]}" --token-dropout 0.3
ablate weight-penalty "${mixed[@]}" --weight-penalty 10
ablate sentence "${mixed[@]}" --encoding sentence
ablate base "${mixed[@]}" --encoding base
ablate tokens-base "${mixed[@]}" --encoding tokens+base
ablate rank-4 "${mixed[@]}" --rank 4
ablate rank-16 "${mixed[@]}" --rank 16
ablate seven-modules "${mixed[@]}" \
  --target-modules q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj
ablate variant-m "${mixed[@]}" --variant M
ablate variant-s "${mixed[@]}" --variant S
reconstructed=(--variant L --encoding sentence --head-input-size 160)
ablate as-reconstruction "${mixed[@]}" "${reconstructed[@]}"
ablate from-reconstruction "${mixed[@]}" "${reconstructed[@]}" \
  --start-from public/models/smollm2-135m-t2l-l-reconstruction
ablate far "${mixed[@]}" --leave-out-far
ablate far-no-grammar --leave-out-far
