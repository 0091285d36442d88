#!/bin/sh
# ros2.sh [BUILD]: generates headers of ROS 2's messages with Debian's rosidl, builds and runs what the nodes share on
# them, and builds the library as a package of a colcon workspace. Installs what is missing with apt-get, as root or by
# sudo. Ends with 77 where that can't be had.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$project/build/ros2}
packages="rosidl-generator-c-cpp rosidl-tools librosidl-runtime-c-cpp-dev python3-ament-index catch2"

missing=
for package in $packages; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing \
    </dev/null >/dev/null 2>&1 || { echo "Skipped: ROS 2, for want of$missing"; exit 77; }
fi

mkdir -p "$build"
for package in builtin_interfaces std_msgs geometry_msgs sensor_msgs; do
  (cd "$project/tests/ros2/$package" &&
    rosidl generate -o "$build/include/$package" -t cpp -I "$project/tests/ros2" "$package" msg/*.msg >"$build/rosidl.log" 2>&1) ||
    { cat "$build/rosidl.log" >&2; exit 1; }
done
cmake -S "$project/tests/ros2" -B "$build/tests" -D MESSAGES="$build/include" --log-level=WARNING >/dev/null
cmake --build "$build/tests" --parallel "$(nproc)"
"$build/tests/grasp_answer_test"

# Debian's colcon knows no packages of CMake: it comes from Python's index.
colcon=$build/python/bin/colcon
if [ ! -x "$colcon" ]; then
  python=$("$project/scripts/setup.sh" --python)
  "$python" -m venv "$build/python"
  "$build/python/bin/python" -m pip --disable-pip-version-check install --quiet colcon-core==0.21.3 colcon-cmake==0.2.30 \
    colcon-ros==0.5.0 || { echo "Skipped: colcon, for pip can't install it"; exit 77; }
fi
"$colcon" --log-base "$build/colcon/log" build --base-paths "$project" --packages-select suregrasp \
  --build-base "$build/colcon/build" --install-base "$build/colcon/install" \
  --cmake-args -DSUREGRASP_BUILD_TESTS=OFF -DSUREGRASP_BUILD_EXAMPLES=OFF
[ -f "$build/colcon/install/suregrasp/share/cmake/suregrasp/suregrasp-config.cmake" ]
