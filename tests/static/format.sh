#!/bin/sh
# format.sh ROOT: the sources are as clang-format 16 leaves them. Skipped (77) where that version is not installed.
# Compares its output, because its --dry-run complains of the closing comment of every inline namespace.
style=$(cd "$(dirname "$0")/../.." && pwd)/.clang-format
cd "$1" || exit 2
formatter=$(command -v clang-format-16) || { echo "skipped: clang-format-16 is not installed"; exit 77; }
status=0
for source in $(find include backends examples tests conan -name build -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -print 2>/dev/null | sort); do
  "$formatter" --style=file:"$style" "$source" | cmp -s - "$source" && continue
  echo "$source: not as clang-format-16 leaves it"
  status=1
done
exit $status
