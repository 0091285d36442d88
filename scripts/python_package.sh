#!/bin/sh
# python_package.sh NAME VERSION DIR: a package of Python's index, without those that it asks for, in a virtual environment
# in DIR, which is made where it is missing. Prints the package's folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
name=$1
version=$2
folder=$3

if [ ! -x "$folder/bin/python" ]; then
  python=$("$here/setup.sh" --python)
  "$python" -m venv "$folder"
fi
# A local part of the version, as in 2.13.0+cpu, says how it was built.
installed() {
  "$folder/bin/python" -c 'import importlib.metadata as m, sys; sys.exit(m.version(sys.argv[1]).split("+")[0] != sys.argv[2])' \
    "$name" "$version" 2>/dev/null
}
if ! installed; then
  "$folder/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps "$name==$version" >&2 || {
    echo "pip could not install $name $version (above is what it said), so nothing was built or tested with it." >&2
    exit 1
  }
fi
echo "$("$folder/bin/python" -c "import sysconfig; print(sysconfig.get_path('platlib'))")/$name"
