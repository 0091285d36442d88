#!/bin/sh
# consume.sh HOW COMPONENTS [--sources LIST] [--project FOLDER PROGRAM] [--refused TEXT] [--plant FILE TEXT]
#   [--calls NAMES] [OPTION OF CMAKE...]
#
# A user's project that takes the library HOW: installed, subdirectory, fetched (from a folder) or cloned. It is copied to
# a new folder, configured, built and run. It is consumer/ unless --project says otherwise. With --refused, configuring
# must fail and say TEXT; with --plant, TEXT is put at the head of FILE of a copy of the installation; with --calls, the
# program must ask its shared libraries for functions of these names. Lists are separated by semicolons, names by spaces.
# From the environment: CMAKE, GENERATOR, CXX, and PREFIX, the installation.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=${here%/tests/packaging}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
how=$1 components=$2
shift 2
sources=$components refused='' calls='' project=$here/consumer program=consumer
while [ $# -gt 0 ]; do
  case $1 in
    --sources) sources=$2; shift 2 ;;
    --project) project=$2 program=$3; shift 3 ;;
    --calls) calls=$2; shift 2 ;;
    --refused) refused=$2; shift 2 ;;
    --plant)
      cp -r "$PREFIX" "$work/planted"
      PREFIX=$work/planted
      { printf '%s\n' "$3"; cat "$PREFIX/$2"; } >"$work/fault"
      mv "$work/fault" "$PREFIX/$2"
      shift 3 ;;
    *) break ;;
  esac
done

# The project as a repository of its own, whether it lies in one here or not.
as_repository() {
  mkdir "$work/repository"
  (cd "$source" && cp -r CMakeLists.txt LICENSE cmake include backends single_include "$work/repository")
  cd "$work/repository"
  git init -q . && git add . && git -c user.name=x -c user.email=x@localhost commit -q -m x && git tag v2.0.0
  cd "$work"
}

case $how in
  installed) set -- -D "INSTALLATION=$PREFIX" -D "suregrasp_ROOT=$PREFIX" "$@" ;;
  subdirectory) set -- -D "SUREGRASP_SOURCE=$source" "$@" ;;
  fetched) set -- -D "FETCH=SOURCE_DIR;$source" "$@" ;;
  cloned)
    command -v git >/dev/null || { echo "skipped: there is no git here"; exit 77; }
    as_repository
    how=fetched
    set -- -D "FETCH=GIT_REPOSITORY;file://$work/repository;GIT_TAG;v2.0.0" "$@" ;;
esac
case ";$components;" in
  *";libtorch;"*) set -- -D "SUREGRASP_TORCH_INCLUDE_DIR=${SUREGRASP_TORCH_INCLUDE_DIR:-}" "$@" ;;
esac

unset CXXFLAGS LDFLAGS CMAKE_BUILD_TYPE
cp -r "$project" "$work/project"
give_up() { cat "$work/log"; exit 1; }
status=0
"$CMAKE" -S "$work/project" -B "$work/build" -G "$GENERATOR" -D CMAKE_CXX_COMPILER="$CXX" -D HOW="$how" \
  -D COMPONENTS="$components" -D SOURCES="$sources" "$@" >"$work/log" 2>&1 || status=$?
if [ -n "$refused" ]; then
  [ $status -ne 0 ] || { echo "This was to be refused: $refused"; exit 1; }
  # CMake breaks lines where it likes.
  tr '\n' ' ' <"$work/log" | tr -s ' ' | grep -qF -- "$refused" || { echo "Expected the words: $refused"; give_up; }
  exit 0
fi
[ $status -eq 0 ] || give_up
"$CMAKE" --build "$work/build" --target "$program" >"$work/log" 2>&1 || give_up
"$work/build/$program" || { echo "The program failed."; exit 1; }
for name in $calls; do
  nm --dynamic --undefined-only "$work/build/$program" | grep -q "$name" ||
    { echo "The program asks no library for $name."; exit 1; }
done
