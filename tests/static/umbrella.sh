#!/bin/sh
# umbrella.sh ROOT: suregrasp.hpp includes every header of the rooms that need nothing but Boost.Hana.
cd "$1/include" || exit 2
status=0
# shellcheck disable=SC2044
for header in $(find suregrasp/core suregrasp/backend suregrasp/geometry suregrasp/heatmap suregrasp/pyramid \
  suregrasp/loss suregrasp/metrics suregrasp/teacher suregrasp/network -name '*.hpp' 2>/dev/null); do
  grep -qF "#include <$header>" suregrasp/suregrasp.hpp && continue
  echo "suregrasp/suregrasp.hpp does not include <$header>"
  status=1
done
exit $status
