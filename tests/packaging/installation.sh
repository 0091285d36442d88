#!/bin/sh
# installation.sh BUILD PREFIX [FAULT]: installs, moves the installation to PREFIX, and looks whether all headers are
# there and no file names a place of this machine. FAULT, a place, is planted in it first.
set -eu
build=$1 prefix=$2 fault=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
source=${here%/tests/packaging}
unset DESTDIR

rm -rf "$prefix" "$prefix.first"
mkdir -p "$(dirname "$prefix")"
"$CMAKE" --install "$build" --prefix "$prefix.first" --component suregrasp_dev >/dev/null
mv "$prefix.first" "$prefix"
[ -z "$fault" ] || printf '# %s\n' "$fault" >>"$prefix/share/cmake/suregrasp/core-targets.cmake"

if grep -rnF -e "$prefix" -e "$build" -e "$source" -e "$HOME/" "$prefix"; then
  echo "The installed files name places of this machine."
  exit 1
fi
headers_in() { (cd "$1" && find . -name '*.hpp' -o -name '*.inl') | sort; }
for folder in "$source/include" "$source"/backends/*/include; do
  component=$(basename "$(dirname "$folder")")
  [ "$folder" != "$source/include" ] || component=core
  [ ! -f "$prefix/share/cmake/suregrasp/$component-targets.cmake" ] || headers_in "$folder"
done | sort >"$prefix.wanted"
headers_in "$prefix/include" >"$prefix.there"
diff "$prefix.wanted" "$prefix.there" || { echo "Headers are missing (<) or too many (>)."; exit 1; }
rm "$prefix.wanted" "$prefix.there"
