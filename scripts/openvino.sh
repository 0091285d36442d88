#!/bin/sh
# openvino.sh VERSION DIR: OpenVINO as Python's package `openvino` brings it, headers and libraries, in a virtual
# environment in DIR, which is made where it is missing. Prints the folder to name as OpenVINO_DIR.
set -eu
openvino=$("$(dirname "$0")/python_package.sh" openvino "$1" "$2")
[ -f "$openvino/cmake/OpenVINOConfig.cmake" ] || { echo "openvino $1 brings no CMake package for C++." >&2; exit 1; }
echo "$openvino/cmake"
