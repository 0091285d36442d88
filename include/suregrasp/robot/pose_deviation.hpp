#ifndef SUREGRASP_ROBOT_POSE_DEVIATION_HPP
#define SUREGRASP_ROBOT_POSE_DEVIATION_HPP

#include <array>
#include <cmath>
#include <optional>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/robot/grasp_pose.hpp>

namespace suregrasp::inline v2 {

/// Variances of what a pose is made from, each independent of the others.
struct grasp_variance {
  double x = 0;        ///< pixels squared
  double y = 0;        ///< pixels squared
  double theta = 0;    ///< radians squared
  double opening = 0;  ///< pixels squared
  double depth = 0;    ///< metres squared
  friend bool operator==(grasp_variance const&, grasp_variance const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &grasp_variance::x}, field{"y", &grasp_variance::y}, field{"theta", &grasp_variance::theta},
                field{"opening", &grasp_variance::opening}, field{"depth", &grasp_variance::depth});
  }
};

/// Standard deviations of a pose in a robot's units.
struct pose_deviation {
  double closing = 0;   ///< of the position along the closing axis, millimetres
  double across = 0;    ///< across closing axis and approach, millimetres
  double approach = 0;  ///< along the approach, millimetres
  double opening = 0;   ///< millimetres
  double turn = 0;      ///< about the approach, degrees
  friend bool operator==(pose_deviation const&, pose_deviation const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"closing", &pose_deviation::closing, "", "mm"}, field{"across", &pose_deviation::across, "", "mm"},
        field{"approach", &pose_deviation::approach, "", "mm"}, field{"opening", &pose_deviation::opening, "", "mm"},
        field{"turn", &pose_deviation::turn, "", "degrees"});
  }
};

/// How far a pose may be off where the rectangle and the depth are, to first order.
///
/// Arguments and errors as those of `grasp_pose`; each is moved to either side by a small step.
[[nodiscard]] inline pose_deviation pose_deviation_of(pinhole_camera const& camera, grasp<double> const& g,
                                                      double depth, grasp_variance const& variance,
                                                      std::optional<vector3> const& normal = {}) {
  auto const tool = tool_frame_of(tool_convention::tool0);  // x closes, z approaches, no reach
  auto const axes = grasp_pose(camera, g, depth, tool, normal).wrists[0].orientation;
  std::array<double, 5> sum{};
  auto const add = [&](double grasp<double>::*member, double step, double of) {
    auto const moved = [&](double by) {
      auto at = g;
      if (member) at.*member += by;
      return grasp_pose(camera, at, member ? depth : depth + by, tool, normal);
    };
    auto const low = moved(-step), high = moved(step);
    auto const &from = low.wrists[0], &to = high.wrists[0];
    auto const way = to.translation - from.translation;
    std::array const change{1000 * dot(way, axes.x()), 1000 * dot(way, axes.y()), 1000 * dot(way, axes.z()),
                            1000 * (high.opening - low.opening),
                            degrees(dot(to.orientation.x() - from.orientation.x(), axes.y()))};
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += of * std::pow(change[i] / (2 * step), 2);
  };
  add(&grasp<double>::x, 0.01, variance.x);
  add(&grasp<double>::y, 0.01, variance.y);
  add(&grasp<double>::theta, 1e-4, variance.theta);
  add(&grasp<double>::opening, 0.01 * g.opening, variance.opening);
  add(nullptr, 1e-3 * depth, variance.depth);
  return {std::sqrt(sum[0]), std::sqrt(sum[1]), std::sqrt(sum[2]), std::sqrt(sum[3]), std::sqrt(sum[4])};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_POSE_DEVIATION_HPP
