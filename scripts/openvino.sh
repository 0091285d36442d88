#!/bin/sh
# openvino.sh VERSION DIR: OpenVINO as Python's package `openvino` brings it, headers and libraries, in a virtual
# environment in DIR, which is made where it is missing. Prints the folder to name as OpenVINO_DIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$1
folder=$2

fail() { printf '%s\n' "$*" >&2; exit 1; }

if [ ! -x "$folder/bin/python" ]; then
  python=$("$here/setup.sh" --python)
  "$python" -m venv "$folder"
fi
openvino=$("$folder/bin/python" -c "import sysconfig; print(sysconfig.get_path('platlib'))")/openvino

# For C++ it is whole without the Python packages that `openvino` asks for.
installed() {
  "$folder/bin/python" -c 'import importlib.metadata as m, sys; sys.exit(m.version("openvino") != sys.argv[1])' "$version"
}
if ! installed 2>/dev/null; then
  "$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps "openvino==$version" >&2 ||
    fail "pip could not install openvino $version (above is what it said), so nothing was built or tested with it."
fi
[ -f "$openvino/cmake/OpenVINOConfig.cmake" ] || fail "openvino $version brings no CMake package for C++."
echo "$openvino/cmake"
