#!/bin/sh
# kernel_budget.sh PROGRAM BUDGETS [--twice | accept]: the instructions that each kernel of PROGRAM executes, counted by
# valgrind, are within 5 % of its line in BUDGETS: `name instructions`. Counts, unlike times, are the same on a busy
# machine. With --twice every kernel is run twice, which has to be found; with `accept` the file is written anew. Skipped
# (77) where valgrind is not installed.
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 77; }
program=$1 budgets=$2 how=${3:-}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
twice=
[ "$how" = --twice ] && twice=--twice

for name in $("$program"); do
  # shellcheck disable=SC2086
  valgrind --tool=callgrind --toggle-collect=measured --callgrind-out-file=/dev/null "$program" $twice "$name" \
    >"$work/out" 2>&1 || { cat "$work/out"; exit 2; }
  count=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$work/out")
  [ "${count:-0}" -gt 0 ] || { echo "$name: nothing was counted"; cat "$work/out"; exit 2; }
  echo "$name $count" >>"$work/counts"
done
if [ "$how" = accept ]; then
  { grep '^#' "$budgets"; cat "$work/counts"; } >"$work/new" && cp "$work/new" "$budgets"
  exit
fi
awk '
  /^#/ { next }
  FNR == NR { budget[$1] = $2; next }
  !($1 in budget) { print $1 ": has no budget; it takes " $2; ++faults; next }
  $2 > 1.05 * budget[$1] { printf "%s: %d instructions, the budget is %d (%+.0f %%)\n", $1, $2, budget[$1], 100 * ($2 / budget[$1] - 1); ++faults }
  $2 < 0.80 * budget[$1] { printf "%s: %d instructions are far below the budget of %d: lower it (accept)\n", $1, $2, budget[$1]; ++faults }
  { seen[$1] }
  END {
    for (name in budget) if (!(name in seen)) { print name ": has a budget and no kernel"; ++faults }
    exit faults > 0
  }' "$budgets" "$work/counts"
