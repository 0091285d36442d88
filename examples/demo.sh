#!/bin/sh
# From a fresh machine to a report with pictures: sets the machine up, builds the `suregrasp` tool, runs its demonstration.
# Usage: examples/demo.sh [--out DIR] [arguments of `suregrasp demo`]. Without --out: out/demo.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
out=$project/out/demo
if [ "${1:-}" = --out ] && [ $# -ge 2 ]; then
  out=$2
  shift 2
fi

"$project/scripts/build.sh" gcc "$project/build/gcc" suregrasp
"$project/build/gcc/examples/suregrasp" demo --out "$out" "$@"
if [ -f "$out/report.html" ]; then echo "The report: $out/report.html"; fi
