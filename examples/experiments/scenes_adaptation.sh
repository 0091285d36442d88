#!/bin/sh
# scenes_adaptation.sh TOOL FOLDER [SEEDS]: adapts a detector trained on generated scenes to generated scenes of another
# look, with nine labels, and compares methods pair by pair: same seed, same split, same labels. What is already in
# FOLDER is not computed again. Prints a table of the evaluation loss at the end of each run and its best.
set -eu
tool=$1 folder=$2 seeds=${3:-5}
mkdir -p "$folder"
cd "$folder"

[ -f source/manifest.json ] || "$tool" synth --out source --count 480 --domain source
[ -f target/manifest.json ] || "$tool" synth --out target --count 150 --domain target --seed 3
[ -f source.model ] || "$tool" train --data source --out source.model --width 32 --size 160 --channels 48 \
  --depth-dropout 0.75 --holdout 0.1 --block 1 --pose-steps 900 --heat-steps 200

# adapted NAME OPTIONS...: a run a seed.
adapted() {
  name=$1
  shift
  for seed in $(seq "$seeds"); do
    [ -f "$name-$seed.model.json" ] || "$tool" adapt-heads --model source.model --data target --out "$name-$seed.model" \
      --cache cache --block 1 --labelled 9 --heat-steps 120 --seed "$seed" --quiet "$@"
  done
}

# figure FILE KEY: a number of a run's record.
figure() { sed -n 's/^ *"'"$2"'": \([-0-9.e]*\),*$/\1/p' "$1" | tail -1; }

# row NAME BASE: mean final and best loss, and the paired difference of final losses to BASE with its standard error.
row() {
  for seed in $(seq "$seeds"); do
    echo "$(figure "$1-$seed.model.json" final_loss) $(figure "$1-$seed.model.json" best_loss)" \
      "$(figure "$2-$seed.model.json" final_loss)"
  done | awk -v name="$1" -v base="$2" '
    { n++; final += $1; best += $2; d = $1 - $3; sum += d; squares += d * d }
    END {
      mean = sum / n
      error = n > 1 ? sqrt((squares / n - mean * mean) / (n - 1)) : 0
      printf "| %s | %.4f | %.4f | %+.4f +- %.4f to %s |\n", name, final / n, best / n, mean, error, base
    }'
}

for labels in augmented plain; do
  plain=$([ $labels = plain ] && echo --plain-labels || true)
  adapted direct-$labels --method direct $plain
  adapted teacher-$labels --method mean-teacher $plain
  adapted confident-$labels --method confident --fill 0 $plain
done
adapted teacher-fused --method mean-teacher --targets fused --plain-labels
adapted confident-fused --method confident --fill 0 --targets fused --plain-labels
adapted confident-filled --method confident --fill 8 --plain-labels
adapted confident-apart --method confident --fill 0 --by-component --plain-labels

echo "| method-labels | final loss | best loss | paired difference |"
echo "|---|---|---|---|"
for labels in augmented plain; do
  row direct-$labels direct-$labels
  row teacher-$labels direct-$labels
  row confident-$labels teacher-$labels
done
row teacher-fused teacher-plain
row confident-fused teacher-fused
row confident-filled confident-plain
row confident-apart confident-plain
