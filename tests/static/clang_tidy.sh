#!/bin/sh
# clang_tidy.sh ROOT [BUILD]: clang-tidy 16 finds nothing in the headers that need no LibTorch, read once, as BUILD compiles
# them together; without BUILD in the headers of ROOT, each alone. Skipped (77) where that version is not installed.
# scripts/tidy.sh looks at everything.
tidy=$(command -v clang-tidy-16) || { echo "skipped: clang-tidy-16 is not installed"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
root=$1
look() { "$tidy" -quiet --config-file="${here%/tests/static}/.clang-tidy" "$@"; }
if [ $# -gt 1 ]; then
  look -p "$2" --extra-arg=-Wno-ignored-optimization-argument "$2/tests/static/together/headers.cpp"
else
  find "$root/include" -name '*.hpp' | while read -r header; do
    look "$header" -- -x c++ -std=c++20 -I "$root/include" || exit 1
  done
fi
