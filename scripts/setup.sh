#!/bin/sh
# setup.sh [--compiler gcc|clang] [--checks]: makes sure that what the build needs is on this machine, with --checks what
# the tests run, too, and prints the C++ compiler to use. setup.sh --python: the same for a Python that can make virtual environments. Looks for the things themselves,
# not for packages, so other ways of installing them count. What is missing it names on standard error and installs
# with apt-get, as root or by sudo; on a terminal it asks first.
set -eu

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# The first of several commands that exists.
first_of() { for command in "$@"; do command -v "$command" && return; done; return 1; }

clang_names="clang++-16 clang++-19 clang++-18 clang++-17"

# shellcheck disable=SC2086
find_compiler() {
  case $1 in
    gcc) first_of g++ ;;
    clang) first_of $clang_names ;;
  esac
}

# The Debian package of the compiler: for clang the first of the known good ones that this release has.
compiler_package() {
  [ "$1" = gcc ] && { echo g++; return; }
  for name in $clang_names; do
    package=clang-${name#clang++-}
    apt-cache show "$package" >/dev/null 2>&1 && { echo "$package"; return; }
  done
  echo clang-16
}

# Folders in which a LibTorch or another library named by the user may lie.
named_folders() { printf '%s' "${CMAKE_PREFIX_PATH:-}" | tr ':;' '[\n*]'; }

# A LibTorch that CMake will find before the system's own: named in CMAKE_PREFIX_PATH, or the torch package of python3.
has_own_torch() {
  header=include/torch/csrc/api/include/torch/torch.h
  named_folders | while read -r folder || [ -n "$folder" ]; do
    if [ -f "$folder/$header" ] || [ -f "$folder/../../$header" ]; then echo found; fi
  done | grep -q found && return
  python=$(first_of python3 python) || return 1
  folder=$("$python" -c "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])" 2>/dev/null) &&
    [ -f "$folder/$header" ]
}

# What one run of the compiler says of the headers: the packages of those it cannot include.
packages_of_missing_headers() {
  set --
  for folder in $(named_folders); do set -- "$@" "-I$folder/include"; done
  "$compiler" -E -P -x c++ "$@" -I/usr/include/opencv4 - <<'END' | grep -v '^$' || true
#if !__has_include(<boost/hana.hpp>)
libboost-dev
#endif
#if !__has_include(<opencv2/imgcodecs.hpp>)
libopencv-dev
#endif
#if !__has_include(<nlohmann/json.hpp>)
nlohmann-json3-dev
#endif
#if !__has_include(<xtensor/xtensor.hpp>) && !__has_include(<xtensor/containers/xtensor.hpp>)
libxtensor-dev
#endif
#if !__has_include(<xtensor-blas/xlinalg.hpp>)
libxtensor-blas-dev
#endif
#if !__has_include(<CLI/CLI.hpp>)
libcli11-dev
#endif
#if !__has_include(<eigen3/Eigen/Core>) && !__has_include(<Eigen/Core>)
libeigen3-dev
#endif
#if !__has_include(<catch2/catch.hpp>) && !__has_include(<catch2/catch_all.hpp>)
catch2
#endif
END
}

has_torch() { has_own_torch || [ -f /usr/include/torch/csrc/api/include/torch/torch.h ]; }

# Whether clang has the runtime of its fuzzer and sanitisers.
has_fuzzer() { ls "$("$compiler" -print-resource-dir)"/lib/*/libclang_rt.fuzzer* >/dev/null 2>&1; }

# A Python whose module venv works: Debian has the parts of it in a package of its own.
find_python() {
  for python in python3 /usr/bin/python3; do
    "$python" -c 'import ensurepip, venv' 2>/dev/null && { command -v "$python"; return; }
  done
  return 1
}

missing_packages() {
  if [ "$1" = python ]; then
    find_python >/dev/null || echo python3-venv
    return
  fi
  if compiler=$(find_compiler "$1"); then
    packages_of_missing_headers
    [ -f "$("$compiler" -print-file-name=libopenblas.so)" ] || echo libopenblas-dev
    [ "$1" = gcc ] || has_fuzzer || echo "libclang-rt-${compiler##*-}-dev"
  else
    compiler_package "$1" | sed 's/^clang-\(.*\)/clang-\1 libclang-rt-\1-dev/'
    echo g++ libboost-dev libopencv-dev nlohmann-json3-dev libxtensor-dev libxtensor-blas-dev libcli11-dev libeigen3-dev
    echo catch2 libopenblas-dev
  fi
  command -v cmake >/dev/null || echo cmake
  command -v ninja >/dev/null || echo ninja-build
  has_torch || echo libtorch-dev
  [ -z "$checks" ] || missing_checks
}

# What tests run that are skipped without it.
missing_checks() {
  find_python >/dev/null || echo python3-venv
  command -v dpkg-shlibdeps >/dev/null || echo dpkg-dev
  command -v ssh-keygen >/dev/null || echo openssh-client
  [ -f /usr/include/gloo/rendezvous/store.h ] || echo libgloo-dev
  for tool in git doxygen file valgrind; do command -v $tool >/dev/null || echo $tool; done
  # Only Debian 12 is known to have the versions that the sources are held to.
  for tool in clang-format-16 clang-tidy-16; do
    command -v $tool >/dev/null || ! grep -qs '^12' /etc/debian_version || echo $tool
  done
}

install_packages() {
  command -v apt-get >/dev/null ||
    fail "Missing, and no apt-get here to install it. Debian's names of what is missing: $*"
  say "Installing with apt-get: $*"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Needs root. As root: apt-get install --no-install-recommends $*"
    as_root="sudo"
    [ -t 0 ] || as_root="sudo -n"
  fi
  if [ -t 0 ] && [ -t 2 ]; then
    printf 'Go on? [Y/n] ' >&2
    read -r answer
    case $answer in [nN]*) fail "Nothing was installed." ;; esac
  fi
  log=$(mktemp)
  # shellcheck disable=SC2024
  {
    $as_root apt-get update || echo "apt-get update failed; going on with the lists that are here."
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
  } </dev/null >"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "apt-get could not install: $* (all it said: $log)"; }
  rm "$log"
}

kind=gcc
checks=
while [ $# -gt 0 ]; do
  case $1 in
    --compiler) kind=${2:-}; [ $# -lt 2 ] || shift ;;
    --python) kind=python ;;
    --checks) checks=yes ;;
  esac
  shift
done
case $kind in gcc | clang | python) ;; *) fail "--compiler is gcc or clang, not '$kind'" ;; esac
missing=$(missing_packages "$kind" | tr ' ' '\n' | sort -u | tr '\n' ' ')
# shellcheck disable=SC2086
[ -z "$missing" ] || install_packages $missing
if [ "$kind" = python ]; then
  find_python || fail "No Python that can make virtual environments was found after installing: $missing"
else
  find_compiler "$kind" || fail "No $kind compiler was found after installing: $missing"
fi
