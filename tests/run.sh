#!/bin/sh
# Everything from a fresh machine to the result of the tests. Usage: see --help.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)

usage() {
  cat <<'END'
usage: tests/run.sh [--compiler gcc|clang] [--libtorch 1.13|2.13 | --openvino VERSION] [--build DIR] [--label LABEL]

Installs what is missing (Debian packages, as root or by sudo), configures, builds and runs the tests.

  --compiler gcc|clang   which compiler to use (gcc)
  --libtorch 1.13        insist on the system's LibTorch, and that it is of this version
  --libtorch 2.13        install this version in a virtual environment in the build folder (by pip, from Python's package
                         index), and build and run what touches LibTorch: its headers, the laws, the golden answers
  --openvino VERSION     install this version of OpenVINO likewise, and without LibTorch build and run what it adds: its
                         headers, the laws, the golden answers, the tool; ends with 77 where pip can't install it
  --build DIR            where to build (build/gcc, build/clang, build/gcc-libtorch-2.13, ...)
  --label LABEL          only the tests of one label: unit, laws, network, golden, integration, fuzz, gauntlet, budget, packaging,
                         static, libtorch, openvino
END
}

compiler=gcc
build=
label=
libtorch=
openvino=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --compiler | --build | --label | --libtorch | --openvino)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      case $1 in --compiler) compiler=$2 ;; --build) build=$2 ;; --label) label=$2 ;; --libtorch) libtorch=$2 ;;
        --openvino) openvino=$2 ;; esac
      shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done

together="-D SUREGRASP_COMPILE_TOGETHER=ON"  # most such builds are from scratch
sooner="-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG"  # for what is built a second time, and by nobody used
start=$(date +%s)
minutes() { seconds=$(($(date +%s) - start)); printf '%d:%02d min' $((seconds / 60)) $((seconds % 60)); }

# Runs the tests of the label in the build folder; ends with their status.
run_tests() {
  start=$(date +%s)
  status=0
  ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" --label-regex "${label:-.}" \
    --output-log "$build/tests.log" || status=$?
  echo "Tested in $(minutes)"

  # CTest counts a skipped test as passed, and names no failures where there are none; the last line tells them apart.
  awk '/% tests passed/ { total = $NF; for (i = 2; i < NF; ++i) if ($i ~ /^tests?$/ && $(i + 1) == "failed") failed = $(i - 1) }
       /\*\*\*Skipped / { ++skipped }
       END { printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped }' "$build/tests.log"
  exit $status
}

if [ -n "$openvino" ]; then
  [ -z "$libtorch" ] || { usage >&2; exit 2; }
  : "${build:=$project/build/$compiler-openvino}" "${label:=openvino}"
  folder=$("$project/scripts/openvino.sh" "$openvino" "$build/python") || { echo "Skipped: OpenVINO $openvino"; exit 77; }
  "$project/scripts/build.sh" "$compiler" "$build" openvino_tests $together "$sooner" \
    -D SUREGRASP_WITH_LIBTORCH=OFF -D SUREGRASP_WITH_OPENVINO=ON -D OpenVINO_DIR="$folder"
  echo "Built in $(minutes) with OpenVINO $openvino of $folder"
  run_tests
fi

prefixes=${CMAKE_PREFIX_PATH:-}
target=all
flags=
case $libtorch in
  '' | 1.13)
    : "${build:=$project/build/$compiler}"
    [ -z "$libtorch" ] || prefixes=/usr${prefixes:+:$prefixes} ;;
  2.13)
    : "${build:=$project/build/$compiler-libtorch-2.13}" "${label:=libtorch}"
    target=libtorch_tests
    flags=$sooner
    prefixes=$("$project/scripts/torch.sh" 2.13.0 "$build/python")${prefixes:+:$prefixes} ;;
  *) usage >&2; exit 2 ;;
esac
CMAKE_PREFIX_PATH=$prefixes "$project/scripts/build.sh" "$compiler" "$build" "$target" $together ${flags:+"$flags"}

# The version that the headers found by the build are of.
headers=$(sed -n 's/^SUREGRASP_TORCH_INCLUDE_DIR:PATH=//p' "$build/CMakeCache.txt")
version=$(cat "$headers/torch/headeronly/version.h" "$headers/torch/csrc/api/include/torch/version.h" 2>/dev/null |
  awk '$1 == "#define" && $2 == "TORCH_VERSION_MAJOR" { major = $3 }
       $1 == "#define" && $2 == "TORCH_VERSION_MINOR" { minor = $3 } END { print major "." minor }')
echo "Built in $(minutes) with LibTorch $version of $headers"
case $libtorch in '' | "$version") ;; *) echo "Expected LibTorch $libtorch" >&2; exit 1 ;; esac

run_tests
