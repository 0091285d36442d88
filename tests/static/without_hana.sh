#!/bin/sh
# without_hana.sh ROOT: geometry and metrics need the standard library alone: none of their headers reaches Boost.Hana, by
# whatever way. Headers that reach JSON are left out.
cd "$1/include" || exit 2
status=0

# Every header of ours that the named ones reach, themselves included.
reached() {
  open=$*
  seen=""
  while [ -n "$open" ]; do
    more=""
    for header in $open; do
      case " $seen " in *" $header "*) continue ;; esac
      [ -f "$header" ] || continue
      seen="$seen $header"
      more="$more $(sed -n 's/^#include <\(suregrasp\/[^>]*\)>.*/\1/p' "$header")"
    done
    open=$more
  done
  echo "$seen"
}

for header in $(find suregrasp/geometry suregrasp/metrics -name '*.hpp' 2>/dev/null) suregrasp/geometry.hpp suregrasp/metrics.hpp; do
  [ -f "$header" ] || continue
  all=$(reached "$header")
  # shellcheck disable=SC2086
  grep -qE '^#include <(nlohmann|opencv2)/' $all && continue
  # shellcheck disable=SC2086
  guilty=$(grep -lE '^#include <boost/' $all)
  [ -n "$guilty" ] && { echo "$header reaches Boost.Hana by $guilty"; status=1; }
done
exit $status
