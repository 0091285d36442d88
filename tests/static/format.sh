#!/bin/sh
# format.sh ROOT: the sources are as clang-format 16 leaves them. Skipped (77) where that version is not installed.
# Formats a copy, all in one call, because its --dry-run complains of the closing comment of every inline namespace.
style=$(cd "$(dirname "$0")/../.." && pwd)/.clang-format
cd "$1" || exit 2
formatter=$(command -v clang-format-16) || { echo "skipped: clang-format-16 is not installed"; exit 77; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
sources=$(find include backends examples tests conan -name build -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -print 2>/dev/null | sort)
cp --parents $sources "$copy"
cp "$style" "$copy/.clang-format"
(cd "$copy" && "$formatter" -i --style=file $sources) || exit 1
status=0
for source in $sources; do
  cmp -s "$copy/$source" "$source" && continue
  echo "$source: not as clang-format-16 leaves it"
  status=1
done
exit $status
