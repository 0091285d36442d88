#ifndef SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
#define SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP

#include <suregrasp/core/field_text.hpp>

namespace suregrasp::inline v2 {

/// One figure for each component of a pose that a network regresses: variances, parts of a loss, units.
struct pose_components {
  double theta = 0;
  double opening = 0;
  double jaw = 0;
  friend bool operator==(pose_components const&, pose_components const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"theta", &pose_components::theta}, field{"opening", &pose_components::opening},
                field{"jaw", &pose_components::jaw});
  }

  pose_components& operator+=(pose_components const& other) {
    theta += other.theta, opening += other.opening, jaw += other.jaw;
    return *this;
  }
  [[nodiscard]] friend constexpr pose_components operator*(double factor, pose_components const& of) {
    return {factor * of.theta, factor * of.opening, factor * of.jaw};
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
