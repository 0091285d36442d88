#!/bin/sh
# installed.sh CMAKE GENERATOR COMPILER BUILD COMPONENTS: installs, moves the installation, and uses every component of it
# with the needs of the others hidden.
set -eu
cmake=$1 generator=$2 compiler=$3 build=$4 components=$5
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DESTDIR

"$cmake" --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"
if grep -rnF -e "$work" -e "$build" -e "${here%/tests/packaging}" "$work/moved"; then
  echo "The installed files name places of this machine."
  exit 1
fi

# configure COMPONENT OPTION...: the user's project in $work/COMPONENT.
configure() {
  component=$1
  shift
  "$cmake" -S "$here/consumer" -B "$work/$component" -G "$generator" -D CMAKE_CXX_COMPILER="$compiler" \
    -D CMAKE_CXX_FLAGS= -D suregrasp_ROOT="$work/moved" -D COMPONENT="$component" "$@" >"$work/log" 2>&1
}

# The options that hide from CMake what the other components need.
hide_needs_of_others() {
  for hidden in xtensor libtorch io; do
    [ "$hidden" = "$1" ] && continue
    case $hidden in
      xtensor) echo "-D CMAKE_DISABLE_FIND_PACKAGE_xtensor=ON -D CMAKE_DISABLE_FIND_PACKAGE_BLAS=ON" ;;
      libtorch) echo "-D SUREGRASP_TORCH_INCLUDE_DIR=SUREGRASP_TORCH_INCLUDE_DIR-NOTFOUND -D SUREGRASP_PYTHON=/bin/false" ;;
      io) echo "-D CMAKE_DISABLE_FIND_PACKAGE_OpenCV=ON" ;;
    esac
  done | sed 's/-D CMAKE_DISABLE_FIND_PACKAGE_BLAS=ON//'
}

for component in $components; do
  echo "-- $component"
  torch=
  if [ "$component" = libtorch ]; then torch="-D SUREGRASP_TORCH_INCLUDE_DIR=${SUREGRASP_TORCH_INCLUDE_DIR:-}"; fi
  # shellcheck disable=SC2046,SC2086
  configure "$component" $(hide_needs_of_others "$component") $torch || { cat "$work/log"; exit 1; }
  "$cmake" --build "$work/$component" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  "$work/$component/consumer"
  if [ "$component" != libtorch ] && grep -q TORCH "$work/$component/CMakeCache.txt" &&
    ! grep -q 'SUREGRASP_TORCH_INCLUDE_DIR:.*NOTFOUND' "$work/$component/CMakeCache.txt"; then
    echo "$component looked for LibTorch"
    exit 1
  fi
done

# The example of a user's own backend, copied away from the project, on the installed package alone.
if [ -f /usr/include/eigen3/Eigen/Core ] || [ -n "${Eigen3_ROOT:-}" ]; then
  echo "-- third_backend"
  cp -r "$here/../../examples/third_backend" "$work/third_source"
  { "$cmake" -S "$work/third_source" -B "$work/third" -G "$generator" -D CMAKE_CXX_COMPILER="$compiler" \
      -D suregrasp_ROOT="$work/moved" && "$cmake" --build "$work/third"; } >"$work/log" 2>&1 ||
    { cat "$work/log"; exit 1; }
  "$work/third/third_backend_laws"
fi

# What is missing is named, with its Debian package.
case " $components " in *" io "*)
  rm -rf "$work/io"
  if configure io -D CMAKE_DISABLE_FIND_PACKAGE_OpenCV=ON; then echo "io was found without OpenCV"; exit 1; fi
  tr '\n' ' ' <"$work/log" | tr -s ' ' | grep -q 'suregrasp::io needs OpenCV 4.*libopencv-dev' || { cat "$work/log"; exit 1; } ;;
esac
