#!/bin/sh
# build.sh gcc|clang DIR [TARGET]: sets the machine up, configures the preset in DIR and builds.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
target=${3:-all}
[ "$target" = suregrasp ] && checks= || checks=--checks
cxx=$("$project/scripts/setup.sh" --compiler "$1" $checks)
cd "$project"
cmake --preset "$1" -B "$2" -D CMAKE_CXX_COMPILER="$cxx" --log-level=WARNING
cmake --build "$2" --target "$target"
