#!/usr/bin/env bash
# Reconstruction as compression: hypernetworks trained to write a library of finished LoRAs, and what
# answers of the library's own tasks survive. Resumable, one thread: what is done is not done again.
#   training/runs/reconstruction.sh DATA FOLDER [LORAS ...]
# LORAS: sizes of the library, 8 32 115 by default; "first" is a short pass over 8 and 32, "more" the
# published forms on 8. FOLDER/library holds the LoRAs, FOLDER/LORAS/NAME
# a run (checkpoint.pt, history.jsonl, compression.json) and FOLDER/LORAS/library.json what the LoRAs
# themselves score. About 20 core-seconds a LoRA, 0.1 to 0.3 a step.
set -euo pipefail
cd "$(dirname "$0")/../.."
data="$1" folder="$2"
shift 2
sizes=("${@:-}")
[ -n "${sizes[0]}" ] || sizes=(8 32 115)
python="${PYTHON:-python}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
mkdir -p "$folder"

library() { # LORAS
  [ "$(find "$folder/library" -name '*.safetensors' 2>/dev/null | wc -l)" -lt "$1" ] || return 0
  "$python" -m training.commands.oracle --data "$data" --split train --tasks "$1" --library "$folder/library" \
    --layers-alike --slots 8 --rows 1 --steps 48 --validate-every 12 --patience 2
}

measure() { # LORAS JSON EXAMPLES [OPTIONS]
  local loras="$1" json="$2" examples="$3"
  shift 3
  [ -e "$json" ] || "$python" -m training.commands.compression.measure --library "$folder/library" --data "$data" \
    --loras "$loras" --examples "$examples" --json "$json" "$@"
}

run() { # LORAS EXAMPLES NAME OPTIONS: a hypernetwork on so many LoRAs, and its score
  local loras="$1" examples="$2" name="$3"
  local place="$folder/$loras/$name"
  shift 3
  [ -e "$place/compression.json" ] && return
  "$python" -m training.commands.reconstruct --library "$folder/library" --data "$data" --run "$place" \
    --loras "$loras" --held-share 0 --dropout 0 --hypernetwork-precision bfloat16 \
    --precision float32 --validate-every 50 "$@"
  measure "$loras" "$place/compression.json" "$examples" --hypernetwork "$place/checkpoint.pt"
}

squared=(--form squared --learning-rate 2e-3)
for size in "${sizes[@]}"; do
  case "$size" in
    first)
      library 8
      measure 8 "$folder/8/library.json" 8
      measure 8 "$folder/8/cut.json" 8 --conditions rank_1,rank_2
      run 8 8 s-64-128-600 "${squared[@]}" --variant S --latent-size 64 --head-input-size 128 --steps 600
      run 8 8 s-300 "${squared[@]}" --variant S --steps 300
      run 8 8 s-64-128-factorised-500 --variant S --latent-size 64 --head-input-size 128 --steps 500 \
        --learning-rate 3e-3
      run 8 8 s-factorised-300 --variant S --learning-rate 2e-3 --steps 300
      run 8 8 l-factorised-300 --variant L --steps 300
      library 32
      measure 32 "$folder/32/library.json" 4
      measure 32 "$folder/32/cut.json" 4 --conditions rank_1,rank_2
      run 32 4 l-128-160-800 "${squared[@]}" --variant L --head-input-size 160 --steps 800
      run 32 4 s-1000 "${squared[@]}" --variant S --steps 1000
      run 32 4 l-800 "${squared[@]}" --variant L --steps 800
      ;;
    8)
      library 8
      measure 8 "$folder/8/library.json" 8
      measure 8 "$folder/8/cut.json" 8 --conditions rank_1,rank_2
      run 8 8 s-64-128 "${squared[@]}" --variant S --latent-size 64 --head-input-size 128 --steps 1500
      run 8 8 s-96-288 "${squared[@]}" --variant S --latent-size 96 --head-input-size 288 --steps 1000
      run 8 8 s "${squared[@]}" --variant S --steps 1000
      ;;
    32)
      library 32
      measure 32 "$folder/32/library.json" 4
      measure 32 "$folder/32/cut.json" 4 --conditions rank_1,rank_2
      run 32 4 s "${squared[@]}" --variant S --steps 2000
      run 32 4 l-128-160 "${squared[@]}" --variant L --head-input-size 160 --steps 2000
      run 32 4 l "${squared[@]}" --variant L --steps 2000
      run 32 4 m "${squared[@]}" --variant M --steps 2000
      ;;
    115)
      library 115
      measure 115 "$folder/115/library.json" 3
      measure 115 "$folder/115/cut.json" 3 --conditions rank_1,rank_2
      run 115 3 l "${squared[@]}" --variant L --steps 6000
      run 115 3 s "${squared[@]}" --variant S --steps 6000
      run 115 3 m "${squared[@]}" --variant M --steps 6000
      ;;
    more) # What the first needs for comparison: the published forms, and sizes that do not compress.
      for form in factorised delta_w; do
        options=(--form "$form" --learning-rate 2e-3 --steps 1000)
        [ "$form" = delta_w ] && options+=(--delta-w-part 128)
        run 8 8 "s-$form" "${options[@]}" --variant S
        run 8 8 "l-$form" "${options[@]}" --variant L
      done
      run 8 8 l "${squared[@]}" --variant L --steps 600
      run 8 8 m "${squared[@]}" --variant M --steps 600
      ;;
    *)
      echo "LORAS are first, 8, 32, 115 or more, not $size" >&2
      exit 2
      ;;
  esac
done
