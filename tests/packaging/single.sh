#!/bin/sh
# single.sh: the single header copied to a place where nothing else is, in two sources of a program; and beside the many
# of the installation, where another source of the program uses those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "${here%/tests/packaging}/single_include/suregrasp/suregrasp.hpp" "$work"

for name in one two; do
  printf '#include "suregrasp.hpp"\nbool use_%s() { return suregrasp::axial_wrap(2.0) < 2.0; }\n' $name >"$work/$name.cpp"
  "$CXX" -std=c++20 -O0 -c "$work/$name.cpp" -o "$work/$name.o"
done
echo 'bool use_one(); bool use_two(); int main() { return use_one() && use_two() ? 0 : 1; }' >"$work/alone.cpp"
"$CXX" "$work/alone.cpp" "$work/one.o" "$work/two.o" -o "$work/alone"
"$work/alone"

"$CXX" -std=c++20 -O0 -I"$PREFIX/include" -c "$here/consumer/core.cpp" -o "$work/core.o"
echo 'bool use_one(); bool use_core(); int main() { return use_one() && use_core() ? 0 : 1; }' >"$work/beside.cpp"
"$CXX" "$work/beside.cpp" "$work/one.o" "$work/core.o" -o "$work/beside"
"$work/beside"
