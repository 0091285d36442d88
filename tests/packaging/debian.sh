#!/bin/sh
# debian.sh BUILD VERSION: makes the Debian packages of a build, looks inside, and builds a user's project on what
# suregrasp-dev unpacks to. The tool's package is made where the tool has been built on Debian's LibTorch and
# dpkg-shlibdeps is there.
set -eu
build=$1 version=$2
command -v dpkg-deb >/dev/null || { echo "skipped: there is no dpkg-deb here"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expect() { [ "$2" = "$3" ] || { echo "$1: expected '$2', got '$3'"; exit 1; }; }

parts=suregrasp_dev
case ${SUREGRASP_TORCH_INCLUDE_DIR:-/usr/include} in /usr/include*)
  if [ -x "$build/examples/suregrasp" ] && command -v dpkg-shlibdeps >/dev/null; then
    parts="$parts;suregrasp_tool"
  fi ;;
esac
(cd "$work" && "$CPACK" -G DEB --config "$build/CPackConfig.cmake" -B "$work" \
  -D CPACK_COMPONENTS_ALL="$parts") >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

package=$(echo "$work"/suregrasp-dev_*.deb)
expect "the package" "$work/suregrasp-dev_${version}_all.deb" "$package"
expect "what it needs" "libboost-dev (>= 1.70)" "$(dpkg-deb -f "$package" Depends)"
dpkg-deb -x "$package" "$work/dev"
expect "its folders" "usr/include/suregrasp usr/share/cmake usr/share/doc usr/share/pkgconfig" \
  "$(cd "$work/dev" && echo usr/*/*)"
[ -s "$work/dev/usr/share/doc/suregrasp-dev/copyright" ] || { echo "suregrasp-dev has no licence"; exit 1; }
PREFIX=$work/dev/usr sh "$here/consume.sh" installed core -D VERSION="$version"

case $parts in *suregrasp_tool)
  package=$(echo "$work"/suregrasp_*.deb)
  dpkg-deb -f "$package" Depends | grep -q libopencv || { echo "The tool's package needs no OpenCV"; exit 1; }
  dpkg-deb -x "$package" "$work/tool"
  expect "the tool's files" \
    "usr/bin/suregrasp usr/libexec/suregrasp/suregrasp_main usr/share/doc/suregrasp/copyright usr/share/suregrasp/models/scenes.safetensors" \
    "$(cd "$work/tool" && find . -type f | sed 's|^./||' | sort | tr '\n' ' ' | sed 's/ $//')"
  # It finds the model that comes with it.
  "$work/tool/usr/bin/suregrasp" detect "$here/../docs/data_formats/cups/cup-01.png" --threshold 0 --quiet >/dev/null
  ;;
*) echo "without the tool's package: it needs the tool, on libraries of Debian, and dpkg-shlibdeps (Debian: dpkg-dev)" ;;
esac
