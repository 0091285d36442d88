// What a frame of 640 x 480 with 1,000 grasps costs on one core: with the table given, without it, and without grasps.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/robot/clearance.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <vector>

using namespace suregrasp;

namespace {

pinhole_camera const camera{640, 480, 525, 525, 319.5, 239.5};
camera_plane const table{{0, 0, 1}, 0.7};

/// Blocks 20 to 80 mm high on a table, with noise.
host_array<float> blocks_on_a_table() {
  host_array<float> depth({480, 640}, 0.7F);
  random_stream draw(1);
  for (int k = 0; k < 25; ++k) {
    int const x = static_cast<int>(draw.below(600)) + 20, y = static_cast<int>(draw.below(440)) + 20;
    int const width = 5 + static_cast<int>(draw.below(30)), height = 5 + static_cast<int>(draw.below(40));
    auto const top = static_cast<float>(draw.uniform(0.62, 0.68));
    for (int v = std::max(0, y - height); v < std::min(480, y + height); ++v)
      for (int u = std::max(0, x - width); u < std::min(640, x + width); ++u)
        depth.values[static_cast<std::size_t>(v * 640 + u)] = top;
  }
  for (auto& value : depth.values) value += static_cast<float>(0.001 * draw.normal());
  return depth;
}

std::vector<gripper_pose> grasps_of(host_array<float> const& depth, std::size_t count, tool_frame const& tool) {
  std::vector<gripper_pose> poses;
  random_stream draw(2);
  while (poses.size() < count) {
    grasp<double> const g{draw.uniform(60, 580), draw.uniform(60, 420), draw.uniform(-1.5, 1.5), draw.uniform(20, 70),
                          draw.uniform(10, 30)};
    auto const at = static_cast<std::size_t>(g.y) * 640 + static_cast<std::size_t>(g.x);
    poses.push_back(grasp_pose(camera, g, depth.values[at], tool));
  }
  return poses;
}

void frame(benchmark::State& state, std::size_t grasps, std::optional<camera_plane> const& plane) {
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  auto const depth = blocks_on_a_table();
  auto const poses = grasps_of(depth, grasps, hand.tool);
  clearance_checker const check(camera, hand, {}, plane);
  for (auto _ : state) benchmark::DoNotOptimize(check(depth.view(), poses));
}

BENCHMARK_CAPTURE(frame, 1000 grasps on a known table, 1000, table)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(frame, 1000 grasps, 1000, std::nullopt)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(frame, no grasps, 0, table)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
