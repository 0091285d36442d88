#!/bin/sh
# create.sh FOLDER [OPTION OF conan create...]: makes the package with the dependencies of the system and tries every
# component it promises. Conan, in a fixed version, and its cache lie in FOLDER; no remote is asked for anything. Ends
# with 77 where Conan can't be had.
set -eu
conan_version=2.34.0
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift
skip() { echo "skipped: $*"; exit 77; }

command -v dpkg-query >/dev/null || skip "the dependencies are Debian's packages, and there is no dpkg-query here"
conan=$folder/venv/bin/conan
if [ "$("$conan" --version 2>/dev/null || true)" != "Conan version $conan_version" ]; then
  command -v python3 >/dev/null || skip "there is no python3 here (Debian: python3 python3-venv)"
  rm -rf "$folder/venv"
  python3 -m venv "$folder/venv" >"$folder/log" 2>&1 ||
    skip "python3 has no virtual environments with pip here (Debian: python3-venv): $(tail -n 1 "$folder/log")"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 "conan==$conan_version" \
    >"$folder/log" 2>&1 || skip "pip could not install Conan $conan_version: $(tail -n 1 "$folder/log")"
fi

export CONAN_HOME="$folder/home"
exec "$conan" create "$here" --profile:all "$here/profiles/debian" --no-remote \
  -c "tools.cmake.cmake_layout:test_folder=$folder/test_package" -c tools.cmake.cmaketoolchain:generator=Ninja "$@"
