#!/bin/sh
# mutations.sh [--count N] [--seed S] [--rooms "geometry metrics ..."] [--compiler C]: do the unit tests see small breaks?
#
# Breaks one line of a header at a time: a comparison flipped, a bound moved by one, a term's sign turned, and, or and a
# truth exchanged. Compiles the header's own unit test against it, with sanitizers, and where that passes, those of the
# same room that include it too, themselves or by another header. Prints what no test saw, and the share that was seen;
# fails below 90 %. Breaks that do not compile are no breaks, others are drawn in their place. Takes about as long as
# compiling so many unit tests.
set -u
count=100 seed=1 compiler=${CXX:-g++}
rooms="core backend geometry heatmap pyramid loss metrics teacher network files images data detect evaluate"
while [ $# -gt 0 ]; do
  case $1 in
    --count) count=$2 ;;
    --seed) seed=$2 ;;
    --rooms) rooms=$2 ;;
    --compiler) compiler=$2 ;;
    *) sed -n '2,9s/^# //p' "$0"; exit 2 ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

flags="-std=c++20 -O0 -w -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined -fno-sanitize-recover=all -I $work/mutant -I include -I tests -I examples -isystem /usr/include/opencv4 -include tests/catch2.hpp"
libraries="-lopencv_imgcodecs -lopencv_imgproc -lopencv_core -lpthread"
echo >"$work/main.cpp"
# shellcheck disable=SC2086
$compiler $flags -D CATCH_CONFIG_MAIN -c "$work/main.cpp" -o "$work/main.o" 2>/dev/null || { echo "cannot compile Catch2's main"; exit 2; }

# The unit tests that look at a header: its own, then others of its room that include it.
tests_of() {
  part=${1#include/suregrasp/} room=${part%%/*}
  own=tests/unit/${part%.hpp}_test.cpp
  [ -f "$own" ] && echo "$own"
  grep -rlF "#include <suregrasp/$part>" "tests/unit/$room" 2>/dev/null | grep '_test\.cpp$' | grep -vxF "$own" | sort | head -3
}

# The other tests of its room that reach a header by others, four at most.
distant_tests_of() {
  part=${1#include/suregrasp/} room=${part%%/*} found=0
  for candidate in $(find "tests/unit/$room" -name '*_test.cpp' | sort); do
    [ $found -lt 4 ] || break
    tests_of "$1" | grep -qxF "$candidate" && continue
    # shellcheck disable=SC2086
    $compiler $flags -MM "$candidate" 2>/dev/null | grep -q "suregrasp/$part" || continue
    found=$((found + 1))
    echo "$candidate"
  done
}

# Whether one of the tests, one a line, fails against the broken header: sets `outcome`.
try_tests() {
  for test in $1; do
    # shellcheck disable=SC2086
    $compiler $flags "$test" "$work/main.o" -o "$work/test" $libraries 2>/dev/null || continue
    outcome=survived
    timeout 120 "$work/test" "~[.]" >/dev/null 2>&1 || { outcome=seen; break; }
  done
}

# One line a break: header, line, and the line as it becomes.
for room in $rooms; do
  find "include/suregrasp/$room" -name '*.hpp' | sort
done | while read -r header; do
  [ -n "$(tests_of "$header")" ] || continue
  awk -v header="$header" '
    BEGIN {
      n = split(" < @ <= @ > @ >= @ <= @ < @ >= @ > @ == @ != @ != @ == @ && @ || @ || @ && @ + @ - @ - @ + @ * @ / @" \
                " + 1@ + 2@ - 1@ - 2@std::min(@std::max(@std::max(@std::min(@return true;@return false;@" \
                "return false;@return true;@ / 2@ / 3", rule, "@")
    }
    /^[ \t]*(\/\/|#|\*)/ || /"|template|static_assert|requires|concept|operator|using |auto fields/ { next }
    {
      for (i = 1; i < n; i += 2) {
        from = rule[i]; to = rule[i + 1]
        at = index($0, from)
        comment = index($0, "//")
        if (at == 0 || (comment > 0 && comment < at)) continue
        printf "%s\t%d\t%s%s%s\n", header, NR, substr($0, 1, at - 1), to, substr($0, at + length(from))
      }
    }' "$header"
done >"$work/all"
awk -v seed="$seed" 'BEGIN { srand(seed) } { printf "%.9f\t%s\n", rand(), $0 }' "$work/all" | sort | cut -f2- >"$work/drawn"
echo "$(wc -l <"$work/all") possible breaks, $count are tried"

made=0 seen=0
tab=$(printf '\t')
while IFS=$tab read -r header line text; do
  [ "$made" -lt "$count" ] || break
  rm -rf "$work/mutant"
  mutant=$work/mutant/${header#include/}
  mkdir -p "$(dirname "$mutant")"
  TEXT=$text awk -v line="$line" 'NR == line { print ENVIRON["TEXT"]; next } { print }' "$header" >"$mutant"
  outcome=broken
  try_tests "$(tests_of "$header")"
  [ $outcome = survived ] && try_tests "$(distant_tests_of "$header")"
  [ $outcome = broken ] && continue
  made=$((made + 1))
  [ $outcome = seen ] && seen=$((seen + 1))
  [ $outcome = survived ] && printf 'not seen: %s:%s\n  was %s\n  is  %s\n' "$header" "$line" \
    "$(sed -n "${line}s/^ *//p" "$header")" "$(printf '%s' "$text" | sed 's/^ *//')"
done <"$work/drawn"
[ "$made" -gt 0 ] || { echo "no break compiles"; exit 2; }
echo "$seen of $made breaks were seen: $((100 * seen / made)) %"
[ $((100 * seen)) -ge $((90 * made)) ]
