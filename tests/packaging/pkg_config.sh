#!/bin/sh
# pkg_config.sh VERSION: a program built by the compiler alone, with what pkg-config says of the installation.
set -eu
command -v pkg-config >/dev/null || { echo "skipped: there is no pkg-config here (Debian: pkg-config)"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PKG_CONFIG_PATH="$PREFIX/share/pkgconfig"

[ "$(pkg-config --modversion suregrasp)" = "$1" ]
pkg-config --exists 'suregrasp >= 2.0'
echo 'bool use_core(); int main() { return use_core() ? 0 : 1; }' >"$work/main.cpp"
# shellcheck disable=SC2046
"$CXX" -std=c++20 $(pkg-config --cflags suregrasp) "$here/consumer/core.cpp" "$work/main.cpp" \
  $(pkg-config --libs suregrasp) -o "$work/program"
"$work/program"
