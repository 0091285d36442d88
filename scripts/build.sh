#!/bin/sh
# build.sh gcc|clang DIR [TARGET [OPTION...]]: sets the machine up, configures the preset in DIR, with these options of
# CMake, and builds.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
preset=$1
folder=$2
target=${3:-all}
shift $(($# < 3 ? $# : 3))
[ "$target" = suregrasp ] && checks= || checks=--checks
cxx=$("$project/scripts/setup.sh" --compiler "$preset" $checks)
cd "$project"
cmake --preset "$preset" -B "$folder" -D CMAKE_CXX_COMPILER="$cxx" --log-level=WARNING "$@"
cmake --build "$folder" --target "$target"
