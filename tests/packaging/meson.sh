#!/bin/sh
# meson.sh: a project of Meson's that finds the installation by pkg-config.
set -eu
meson=$(command -v /usr/bin/meson || command -v meson) || meson=
"${meson:-false}" --version >/dev/null 2>&1 || { echo "skipped: there is no Meson here (Debian: meson)"; exit 77; }
command -v pkg-config >/dev/null || { echo "skipped: there is no pkg-config here (Debian: pkg-config)"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/meson" "$here/consumer" "$work"
PKG_CONFIG_PATH="$PREFIX/share/pkgconfig" "$meson" setup "$work/build" "$work/meson" >"$work/log" 2>&1 &&
  "$meson" compile -C "$work/build" >>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/build/consumer"
