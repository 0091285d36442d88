#ifndef SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
#define SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP

#include <cmath>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// How far a predicted grasp is from a label, field by field; sizes are predicted minus labelled.
struct grasp_difference {
  double centre = 0;         ///< distance of the centres
  double opening = 0;        ///< signed
  double jaw = 0;            ///< signed
  double angle_degrees = 0;  ///< between the axes, in [0, 90]
  friend bool operator==(grasp_difference const&, grasp_difference const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"centre", &grasp_difference::centre}, field{"opening", &grasp_difference::opening},
                field{"jaw", &grasp_difference::jaw}, field{"angle_degrees", &grasp_difference::angle_degrees});
  }
};

/// Lengths in pixels.
[[nodiscard]] inline grasp_difference difference_in_pixels(grasp<double> const& predicted, grasp<double> const& label) {
  return {std::hypot(predicted.x - label.x, predicted.y - label.y), predicted.opening - label.opening,
          predicted.jaw - label.jaw, degrees(axial_distance(predicted.theta, label.theta))};
}

/// Lengths in millimetres on a plane at the camera's depth. Pixels that are not square make sizes depend on the angle:
/// each grasp is measured along its own axes. Throws option_error `option.camera`.
[[nodiscard]] inline grasp_difference difference_in_mm(grasp<double> const& predicted, grasp<double> const& label,
                                                       camera_scale<double> const& camera) {
  require_valid(camera);
  auto const opening = [&](grasp<double> const& g) { return 1000 * camera.metres(g.opening, g.theta); };
  auto const jaw = [&](grasp<double> const& g) { return 1000 * camera.metres(g.jaw, g.theta + radians(90.0)); };
  double const dx = predicted.x - label.x, dy = predicted.y - label.y;
  return {1000 * camera.depth * std::hypot(dx / camera.fx, dy / camera.fy), opening(predicted) - opening(label),
          jaw(predicted) - jaw(label), degrees(axial_distance(predicted.theta, label.theta))};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
