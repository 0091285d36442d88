#!/bin/sh
# guarded.sh COMPILER ROOT: every header of ROOT that is about geometry, metrics or heatmaps, or that knows NaN and
# infinities, includes core/strict_arithmetic.hpp, itself or by way of others.
set -u
cd "$2/include" || exit 2
status=0
for header in $(grep -rlE 'isnan|isfinite|isinf|quiet_NaN|suregrasp/(geometry|metrics|heatmap)/' --include='*.hpp' suregrasp
                find suregrasp -path '*/geometry/*.hpp' -o -path '*/metrics/*.hpp' -o -path '*/heatmap/*.hpp'); do
  case $("$1" -std=c++20 -I . -MM -MG "$header" 2>/dev/null) in *core/strict_arithmetic.hpp*) continue ;; esac
  echo "$header does not include <suregrasp/core/strict_arithmetic.hpp>, not even by way of others"
  status=1
done
exit $status
