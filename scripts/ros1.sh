#!/bin/sh
# ros1.sh [BUILD]: builds the node of ROS 1 with Debian's packages, records generated scenes as a bag, plays it to the
# node and checks the poses that come back. Installs what is missing with apt-get, as root or by sudo. Ends with 77 where
# that can't be had.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$project/build/ros1}
packages="libroscpp-dev librosbag-storage-dev pluginlib-dev libclass-loader-dev libsensor-msgs-dev libgeometry-msgs-dev python3-rosmaster libtf2-dev pkg-config"

missing=
for package in $packages; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing \
    </dev/null >/dev/null 2>&1 || { echo "Skipped: ROS 1, for want of$missing"; exit 77; }
fi

cmake -S "$project/examples/ros1" -B "$build" --log-level=WARNING >/dev/null
cmake --build "$build" --parallel "$(nproc)"
"$build/tf2_agreement"

# A master of its own, on a port of its own, so that no robot in the neighbourhood hears of it.
ROS_MASTER_URI=http://127.0.0.1:$((20000 + $$ % 20000))
export ROS_MASTER_URI ROS_IP=127.0.0.1 ROS_LOG_DIR="$build/log"
processes=
trap 'for process in $processes; do kill "$process" 2>/dev/null || true; done' EXIT
rosmaster --core -p "${ROS_MASTER_URI##*:}" >"$build/rosmaster.log" 2>&1 &
processes=$!
"$build/grasp_node" _model:="$project/examples/models/scenes.safetensors" >"$build/grasp_node.log" 2>&1 &
processes="$processes $!"
"$build/record_scenes" "$build/scenes.bag" 20
"$build/play_and_check" "$build/scenes.bag" || { cat "$build/grasp_node.log" >&2; exit 1; }
