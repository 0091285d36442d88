#!/bin/sh
# tidy.sh [FILE...]: clang-tidy 16 as .clang-tidy has it, every warning an error. Without files every header and every
# source of ours; with files those of them that are ours and C++: `scripts/tidy.sh $(git diff --name-only main)`.
# Nothing has to be built; the folder build/tidy (or SUREGRASP_TIDY_BUILD) holds how each source is compiled.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
build=${SUREGRASP_TIDY_BUILD:-$project/build/tidy}
tidy=$(command -v clang-tidy-16) || { echo "tidy.sh needs clang-tidy 16 (Debian: clang-tidy-16)" >&2; exit 1; }
cxx=$("$project/scripts/setup.sh" --compiler clang)

# clang-tidy reads no header that another compiler has precompiled.
cd "$project"
cmake --preset clang -B "$build" -D CMAKE_CXX_COMPILER="$cxx" -D CMAKE_DISABLE_PRECOMPILE_HEADERS=ON \
  --log-level=WARNING >/dev/null
static=$build/tests/static

all_sources() {
  printf '%s\n' "$static"/together/headers.cpp "$static"/together/libtorch.cpp "$static"/together/openvino.cpp
  git ls-files --cached --others --exclude-standard 'examples/*.cpp' 'tests/*.cpp' | sed "s|^|$project/|"
}

# The sources that show a file of ours: a source is its own; a header of the library has one; others those beside them.
sources_of() {
  case $1 in
    backends/libtorch/include/*.hpp) echo "$static/together/libtorch.cpp" ;;
    backends/openvino/include/*.hpp) echo "$static/together/openvino.cpp" ;;
    include/*.hpp | backends/*/include/*.hpp)
      echo "$static/alone/$(printf %s "${1##*include/suregrasp/}" | sed 's|^|suregrasp/|; s|[^A-Za-z0-9]|_|g').cpp" ;;
    *.hpp) grep -lF "\"${1##*/}\"" "$(dirname "$1")"/*.cpp | sed "s|^|$project/|" || true ;;
    *.cpp) echo "$project/$1" ;;
  esac
}

# What the build compiles: a source for a component that is not here has no command, nor has one that must not compile.
compiled() { while read -r source; do ! grep -qF "\"file\": \"$source\"" "$build/compile_commands.json" || echo "$source"; done; }

if [ $# -eq 0 ]; then all_sources; else for file in "$@"; do sources_of "$file"; done; fi |
  sort -u | compiled | xargs -r -n 1 -P "$(nproc)" "$tidy" -quiet --config-file="$project/.clang-tidy" -p "$build"
