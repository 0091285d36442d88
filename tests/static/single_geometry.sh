#!/bin/sh
# single_geometry.sh HEADER LINES [FAULT]: the single header of geometry has fewer lines than LINES and includes the
# standard library alone. FAULT, a line, is planted in a copy of it first.
set -eu
text=$(mktemp)
trap 'rm -f "$text"' EXIT
cat "$1" >"$text"
[ -z "${3:-}" ] || echo "$3" >>"$text"

lines=$(wc -l <"$text")
[ "$lines" -lt "$2" ] || { echo "expected fewer than $2 lines, got $lines"; exit 1; }
# What the standard library has is named without a folder or an ending.
if grep -nE '^ *# *include' "$text" | grep -vE '<[a-z_]+>'; then
  echo "expected the standard library alone"
  exit 1
fi
