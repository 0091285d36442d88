#!/bin/sh
# greedy_names.sh ROOT: tests/laws/greedy_names.inc has the name of every function template whose first argument is a backend,
# so that the greedy namespace of tests/laws/strangers_test.cpp offers one of each.
cd "$1" || exit 2
status=0
for name in $(grep -rhoE '^[^ /#].*\b[a-z_0-9]+\((\[\[maybe_unused\]\] )?B const& be' include/suregrasp |
              sed -E 's/\((\[\[maybe_unused\]\] )?B const& be$//; s/.*[^a-z_0-9]//' | sort -u); do
  [ "$name" = requires ] && continue
  grep -qx "GREEDY($name)" tests/laws/greedy_names.inc 2>/dev/null && continue
  echo "tests/laws/greedy_names.inc: expected GREEDY($name)"
  status=1
done
exit $status
