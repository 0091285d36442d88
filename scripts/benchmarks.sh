#!/bin/sh
# benchmarks.sh [BUILD] [PYTHON] [OPENVINO_BUILD]: writes BENCHMARKS.md and its charts, docs/scaling_*.svg: what the
# kernels, a step of training and a detector take, each beside its peers in one run, on this machine; with a PYTHON that
# has PyTorch also what that takes for such a network, with a build for OpenVINO what a detector takes there. BUILD is
# build/gcc, where the tool has been built. Run it on a machine that does nothing else: the page says how busy it was.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/gcc}
python=${2:-}
openvino=${3:-}
for bench in iou average kernels clearance training detector scaling; do
  ninja -C "$build" "bench_$bench" >&2
done
ninja -C "$build" scaling_charts >&2
[ -z "$openvino" ] || ninja -C "$openvino" bench_openvino suregrasp >&2
tool=$build/examples/suregrasp
out=$(mktemp)
measured=$(mktemp)
trap 'rm -f "$out" "$measured"' EXIT

# As the tool has it: OpenMP's threads wait without spinning, and large blocks of memory are kept instead of given back.
kept=glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1073741824:glibc.malloc.top_pad=67108864
as_the_tool() { OMP_WAIT_POLICY=passive GLIBC_TUNABLES=$kept "$@"; }

section() { printf '\n## %s\n\n%s\n\n' "$1" "$2"; }
block() { printf '```\n'; "$@"; printf '```\n'; }

# Least and median of so many runs of a program from start to exit, in milliseconds, and its memory at the peak.
cold_start() {
  for _ in 1 2 3 4 5 6 7 8 9; do
    /usr/bin/time -f '%e %M' "$@" 2>&1 >/dev/null | tail -1
  done | sort -n | awk '{ t[NR] = 1000 * $1; if ($2 > m) m = $2 } END { printf "%d | %d | %d", t[1], t[int((NR + 1) / 2)], m / 1024 }'
}

# What a user's program takes for a detection, under the environment that the command sets.
beside_nothing() {
  "$@" "$build/tests/bench/bench_detector" --benchmark_filter='mobilenet_v2, RGB-D, prepared, bfloat16' --benchmark_format=csv \
    2>/dev/null | awk -F, 'END { printf "%.0f", $(NF - 8) / 1e6 }'
}
beside_two() {
  yes >/dev/null & first=$!
  yes >/dev/null & second=$!
  beside_nothing "$@"
  kill $first $second
}

{
  echo '# Benchmarks'
  echo
  echo "Made by \`scripts/benchmarks.sh\`. Ratios within a table are what counts: absolute times move from machine to machine."
  echo
  sed -n 's/^model name\t: /- processor: /p' /proc/cpuinfo | head -1
  echo "- processors: $(nproc); busy with $(cut -d' ' -f1 /proc/loadavg) other programs when this began"
  echo "- compiler: $(${CXX:-g++} --version | head -1)"
  echo "- commit: $(git rev-parse --short HEAD)"

  section 'Rotated IoU' 'One pair at a time where the name does not say otherwise (`tests/bench/iou_bench.cpp`).'
  "$build/tests/bench/bench_iou"
  section 'IoU, peaks, smoothing, suppression, fusion' 'Beside the bare formula, OpenCV or a plain loop, on one thread (`tests/bench/kernels_bench.cpp`).'
  "$build/tests/bench/bench_kernels"
  section 'Moving average of a teacher' 'Beside a step tensor by tensor (`tests/bench/average_bench.cpp`).'
  block "$build/tests/bench/bench_average" --benchmark_format=console 2>/dev/null
  section 'Clearance' 'Of a gripper in a depth image of 640 x 480, on one thread (`tests/bench/clearance_bench.cpp`).'
  block "$build/tests/bench/bench_clearance" --benchmark_format=console 2>/dev/null
  section 'Training' 'A step beside one written by hand with LibTorch, turn about, and fusion on LibTorch, on one thread
(`tests/bench/training_bench.cpp`).'
  as_the_tool "$build/tests/bench/bench_training"
  section 'Scaling' 'The host kernels on one thread, or as many as the chart says (`tests/bench/scaling_bench.cpp`).'
  "$build/tests/bench/bench_scaling" --benchmark_format=json --benchmark_out="$measured" >/dev/null 2>&1
  "$build/tests/bench/scaling_charts" "$measured" docs
  for chart in N side threads; do
    echo "![Time over $chart](docs/scaling_$chart.svg)"
  done
  section 'Detectors' 'From the input of 288 x 288 pixels to ranked grasps, batch 1 (`tests/bench/detector_bench.cpp`); least of twenty, under
`OMP_WAIT_POLICY=passive` and `GLIBC_TUNABLES='"$kept"'`, as the tool settles it for itself.'
  echo '| | ms |'
  echo '|---|---|'
  as_the_tool "$build/tests/bench/bench_detector" --benchmark_format=csv 2>/dev/null |
    sed -n 's|^"\([^/]*\)/.*,\([0-9.]*\)$|\1 \2|p' | awk '{ ms = $NF; $NF = ""; printf "| %s| %.1f |\n", $0, ms }'
  printf '\nBeside two busy programs, mean of twenty (MobileNetV2, RGB-D, prepared, bfloat16), by how OpenMP waits:\n\n'
  echo '| OMP_WAIT_POLICY | idle, ms | busy, ms |'
  echo '|---|---|---|'
  echo "| as the program finds it | $(beside_nothing env) | $(beside_two env) |"
  echo "| passive | $(beside_nothing env OMP_WAIT_POLICY=passive) | $(beside_two env OMP_WAIT_POLICY=passive) |"
  if [ -n "$python" ]; then
    printf '\nSuch networks in PyTorch, without peaks, crops, heads and fusion (`tests/bench/python_peers.py`):\n\n| | ms |\n|---|---|\n'
    as_the_tool "$python" tests/bench/python_peers.py --repeats 20 |
      sed -n 's/.*"name": "\(.*\)",/\1/p; s/.*"real_time": \([0-9.]*\),/\1/p' | paste - - |
      awk '{ ms = $NF; $NF = ""; printf "| %s| %.1f |\n", $0, ms }'
  fi
  if [ -n "$openvino" ]; then
    section 'OpenVINO' 'The model that comes with the tool (two MobileNetV2), colour alone, in bfloat16 on one thread (`tests/bench/openvino_bench.cpp`);
beside it the same detection on LibTorch, on one thread: milliseconds of a detector of random weights, which has as much to do.'
    "$openvino/tests/bench/bench_openvino" examples/models/scenes.safetensors 288
    printf '\n| on LibTorch | ms |\n|---|---|\n'
    as_the_tool taskset -c 0 "$build/tests/bench/bench_detector" --benchmark_format=csv \
      --benchmark_filter='mobilenet_v2, RGB, prepared, bfloat16' 2>/dev/null |
      sed -n 's|^"\([^/]*\)/.*,\([0-9.]*\)$|\1 \2|p' | awk '{ ms = $NF; $NF = ""; printf "| %s| %.1f |\n", $0, ms }'
  fi
  section 'A detector, stage by stage' 'The model that comes with the tool, one photograph of 640 x 480 pixels: `suregrasp doctor`.'
  block "$tool" doctor
  printf '\nThe same with `--float32`:\n\n'
  block "$tool" doctor --float32
  section 'A whole process' 'From start to exit, nine times.'
  scenes=$(mktemp -d)
  "$tool" synth --out "$scenes/scenes" --count 1 --quiet >/dev/null
  picture=$(find "$scenes" -name '*r.png' | head -1)
  echo '| | least ms | median ms | MB at the peak |'
  echo '|---|---|---|---|'
  echo "| \`suregrasp --version\` | $(cold_start "$tool" --version) |"
  echo "| \`suregrasp detect\` of one photograph | $(cold_start "$tool" detect "$picture" --quiet) |"
  if [ -n "$openvino" ]; then
    echo "| \`suregrasp --version\`, on OpenVINO | $(cold_start "$openvino/examples/suregrasp" --version) |"
    echo "| \`suregrasp detect\` of one photograph, on OpenVINO | $(cold_start "$openvino/examples/suregrasp" detect "$picture" --quiet) |"
  fi
  printf '\nWhat bounds them: LibTorch takes 0.45 s to load, also for an empty program that is linked to it. On OpenVINO a fifth is linking symbols, most of the\nrest compiling the graphs.\n'
  rm -rf "$scenes"
} >"$out"
cp "$out" BENCHMARKS.md
