#!/bin/sh
# Everything from a fresh machine to the result of the tests. Usage: see --help.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)

usage() {
  cat <<'END'
usage: tests/run.sh [--compiler gcc|clang] [--build DIR] [--label LABEL]

Installs what is missing (Debian packages, as root or by sudo), configures, builds and runs the tests.

  --compiler gcc|clang   which compiler to use (gcc)
  --build DIR            where to build (build/gcc or build/clang)
  --label LABEL          only the tests of one label: unit, laws, network, golden, integration, fuzz, packaging, static
END
}

compiler=gcc
build=
label=.
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --compiler | --build | --label)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      case $1 in --compiler) compiler=$2 ;; --build) build=$2 ;; --label) label=$2 ;; esac
      shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done

"$project/scripts/build.sh" "$compiler" "${build:=$project/build/$compiler}"
status=0
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" --label-regex "$label" \
  --output-log "$build/tests.log" || status=$?

# CTest counts a skipped test as passed; the last line tells them apart.
awk '/tests failed out of/ { failed = $4; total = $NF }
     /\*\*\*Skipped / { ++skipped }
     END { printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped }' "$build/tests.log"
exit $status
