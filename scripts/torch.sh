#!/bin/sh
# torch.sh VERSION DIR: LibTorch as Python's package `torch` brings it, in a virtual environment in DIR, which is made
# where it is missing. Prints the folder to name in CMAKE_PREFIX_PATH.
set -eu
torch=$("$(dirname "$0")/python_package.sh" torch "$1" "$2")
[ ! -e "$torch/lib/libtorch_cuda.so" ] || {
  echo "pip chose a build of torch $1 for CUDA; point it at an index that has builds for the CPU." >&2
  exit 1
}
echo "$torch"
