#!/bin/sh
# torch.sh VERSION DIR: LibTorch as Python's package `torch` brings it, in a virtual environment in DIR, which is made
# where it is missing. Prints the folder to name in CMAKE_PREFIX_PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$1
folder=$2

fail() { printf '%s\n' "$*" >&2; exit 1; }

if [ ! -x "$folder/bin/python" ]; then
  python=$("$here/setup.sh" --python)
  "$python" -m venv "$folder"
fi
torch=$("$folder/bin/python" -c "import sysconfig; print(sysconfig.get_path('platlib'))")/torch

# LibTorch is whole without the Python packages that `torch` asks for.
if ! grep -qs "^__version__ = '${version}['+]" "$torch/version.py"; then
  "$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps "torch==$version" >&2 ||
    fail "pip could not install torch $version (above is what it said), so nothing was built or tested with it."
fi
[ ! -e "$torch/lib/libtorch_cuda.so" ] ||
  fail "pip chose a build of torch $version for CUDA; point it at an index that has builds for the CPU."
echo "$torch"
