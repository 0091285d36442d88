#!/bin/sh
# python.sh [--engine none|libtorch] [--torch VERSION] [DIR]: builds the Python module in a virtual environment in DIR
# (build/python), which is made where it is missing, and runs its tests. Ends with 77 where pip can't install what that needs.
#
#   --engine libtorch   with the detector; by LibTorch of --torch, else the system's
#   --torch VERSION     with Python's packages `torch` and `scikit-image`, for the tests beside them; else these are skipped
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
engine=none
torch=
folder=$project/build/python
while [ $# -gt 0 ]; do
  case $1 in
    --engine | --torch)
      [ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
      case $1 in --engine) engine=$2 ;; --torch) torch=$2 ;; esac
      shift 2 ;;
    -*) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) folder=$1; shift ;;
  esac
done

if [ ! -x "$folder/bin/python" ]; then
  python=$("$project/scripts/setup.sh" --python)
  "$python" -m venv "$folder"
fi
fetch() {
  "$folder/bin/python" -m pip --disable-pip-version-check install --quiet "$@" >&2 && return
  echo "Skipped: pip could not install $* (above is what it said)."
  exit 77
}
fetch scikit-build-core nanobind nlohmann-json numpy pytest matplotlib
prefixes=/usr
if [ -n "$torch" ]; then
  prefixes=$("$project/scripts/torch.sh" "$torch" "$folder") || exit 77
  fetch "torch==$torch" scikit-image
fi
[ "$engine" = none ] || "$project/scripts/setup.sh" >/dev/null

export CMAKE_PREFIX_PATH="$prefixes${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}"
"$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps --force-reinstall \
  -C build-dir="$folder/module" -C cmake.define.SUREGRASP_PYTHON_STRICT=ON \
  -C cmake.define.SUREGRASP_PYTHON_ENGINE="$engine" "$project/examples/python"
# One thread of torch's, for those of small tensors that spin stall it beside busy neighbours.
OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1 "$folder/bin/python" -m pytest -q -rs -p no:cacheprovider "$project/examples/python/tests"
