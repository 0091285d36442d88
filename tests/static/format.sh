#!/bin/sh
# format.sh ROOT: the sources are as clang-format 16 leaves them. Skipped (77) where that version is not installed.
cd "$1" || exit 2
formatter=$(command -v clang-format-16) || { echo "skipped: clang-format-16 is not installed"; exit 77; }
find include backends examples tests conan \( -name '*.hpp' -o -name '*.cpp' \) 2>/dev/null |
  xargs "$formatter" --style=file:"${0%/*}/../../.clang-format" --dry-run -Werror
