#!/bin/sh
# subdirectory.sh CMAKE GENERATOR COMPILER BUILD COMPONENTS: the project as a part of another: it adds its targets and
# nothing else, and leaves out quietly what it can't have.
set -eu
cmake=$1 generator=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cmake" -S "$here/consumer" -B "$work/core" -G "$generator" -D CMAKE_CXX_COMPILER="$compiler" -D CMAKE_CXX_FLAGS= \
  -D SUREGRASP_SOURCE="${here%/tests/packaging}" -D COMPONENT=core -D SUREGRASP_WITH_LIBTORCH=OFF \
  -D CMAKE_DISABLE_FIND_PACKAGE_OpenCV=ON >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
grep -q 'Without suregrasp::io: it needs OpenCV 4' "$work/log" || { cat "$work/log"; exit 1; }
"$cmake" --build "$work/core" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/core/consumer"
