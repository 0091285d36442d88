#!/bin/sh
# coverage.sh [BUILD]: builds the unit tests and the laws with counters, runs them, and says which lines of the headers
# ran; functions that no test reaches count. Fails under 95 % of the lines of include/, or of backends/xtensor.
# Without LibTorch. The report by line: BUILD/coverage/index.html, where BUILD is build/coverage unless named.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
least=95
command -v gcovr >/dev/null || { echo "coverage.sh needs gcovr (Debian: gcovr)" >&2; exit 1; }
"$project/scripts/setup.sh" --compiler gcc >/dev/null
cd "$project"
build=${1:-build/coverage}
mkdir -p "$build/coverage"
build=$(cd "$build" && pwd)

cmake --preset coverage -B "$build" --log-level=WARNING
cmake --build "$build" --target covering_tests
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" --label-regex '^(unit|laws)$' \
  --exclude-regex ' with xsimd$' --quiet --output-log "$build/coverage/tests.log" ||
  { cat "$build/coverage/tests.log"; exit 1; }

gcovr --root "$project" --object-directory "$build" -j "$(nproc)" --exclude-unreachable-branches \
  --filter include/ --filter backends/xtensor/ --json "$build/coverage/lines.json" "$build/tests"
report() { gcovr --root "$project" --add-tracefile "$build/coverage/lines.json" "$@"; }
report --html-details "$build/coverage/index.html" --html-title 'SureGrasp: lines that the tests run'
status=0
for part in include backends/xtensor; do
  echo "$part/:"
  report --filter "$part/" --txt "$build/coverage/$(basename $part).txt" --print-summary --fail-under-line "$least" ||
    status=1
done
echo "Line by line: $build/coverage/index.html"
exit $status
