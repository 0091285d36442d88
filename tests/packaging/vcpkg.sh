#!/bin/sh
# vcpkg.sh [FEATURE...]: the port, made as vcpkg makes it, checked by the rules of vcpkg's for packages, and used by a project.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CMAKE" -D PORT=suregrasp -D PACKAGE="$work/package" -D FEATURES="$(echo "$*" | tr ' ' ';')" -P "$here/vcpkg_steps.cmake" \
  >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
PREFIX=$work/package sh "$here/consume.sh" installed core -D VERSION=2.0
