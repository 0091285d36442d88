#ifndef SUREGRASP_TESTS_ROBOT_SCENE_HPP
#define SUREGRASP_TESTS_ROBOT_SCENE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/robot/camera.hpp>

namespace suregrasp_tests {

/// Boxes on a table 0.7 m below a camera that looks straight down.
struct boxes {
  static inline suregrasp::pinhole_camera const camera{640, 480, 525, 525, 319.5, 239.5};
  suregrasp::host_array<float> depth{{480, 640}, 0.7F};

  /// A box about (x, y) of that size and height, metres; its sides are seen nowhere.
  boxes& box(double x, double y, double width, double breadth, double height) {
    double const top = 0.7 - height;
    auto const column = [&](double at) { return static_cast<int>(std::lround(camera.cx + camera.fx * at / top)); };
    auto const row = [&](double at) { return static_cast<int>(std::lround(camera.cy + camera.fy * at / top)); };
    for (int v = std::max(0, row(y - breadth / 2)); v <= std::min(479, row(y + breadth / 2)); ++v)
      for (int u = std::max(0, column(x - width / 2)); u <= std::min(639, column(x + width / 2)); ++u)
        at(u, v) = std::min(at(u, v), static_cast<float>(top));
    return *this;
  }
  float& at(int u, int v) { return depth.values[static_cast<std::size_t>(v * 640 + u)]; }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_ROBOT_SCENE_HPP
