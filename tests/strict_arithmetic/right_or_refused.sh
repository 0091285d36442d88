#!/bin/sh
# right_or_refused.sh COMPILER INCLUDE SOURCE HOW OPTIONS...: with these options SOURCE is refused in words that say why (HOW
# is `refused`), or runs and finds every answer right (`right`). Skipped (77) where there is no such compiler.
set -u
compiler=$1 include=$2 source=$3 how=$4
shift 4
command -v "$compiler" >/dev/null || { echo "skipped: there is no $compiler"; exit 77; }
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
if "$compiler" -std=c++20 -Wfatal-errors "$@" -I "$include" "$source" -o "$folder/answers" -pthread 2>"$folder/said"; then
  "$folder/answers" || { echo "$compiler $* compiles it and finds wrong answers"; exit 1; }
  [ "$how" = right ] && exit 0
  echo "$compiler $* compiles it: expected a refusal"
  exit 1
fi
if grep -q 'SureGrasp needs IEEE 754 arithmetic: compile this with' "$folder/said"; then
  [ "$how" = refused ] && exit 0
fi
cat "$folder/said"
echo "$compiler $*: expected it to be $how"
exit 1
