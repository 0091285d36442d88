#ifndef SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
#define SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP

#include <cmath>
#include <concepts>
#include <string>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

/// What a pixel is worth at one depth, seen by a camera that looks straight at the plane.
template <std::floating_point T>
struct camera_scale {
  T fx = 0;     ///< focal length in pixels, along x
  T fy = 0;     ///< along y
  T depth = 0;  ///< of the plane, metres

  /// Metres of `pixels` drawn at angle `theta` (radians, as that of a grasp).
  [[nodiscard]] T metres(T pixels, T theta) const {
    return pixels * depth * std::hypot(std::cos(theta) / fx, std::sin(theta) / fy);
  }

  /// Pixels that `length` metres at angle `theta` on the screen take.
  [[nodiscard]] T pixels(T length, T theta) const { return length / metres(1, theta); }
};

/// Throws option_error `option.camera` unless both focal lengths and the depth are finite and above 0.
template <std::floating_point T>
void require_valid(camera_scale<T> const& camera) {
  bool valid = true;
  for (T const value : {camera.fx, camera.fy, camera.depth}) valid = valid && std::isfinite(value) && value > 0;
  if (!valid)
    throw option_error("option.camera", "expected focal lengths and a depth above 0, got fx " +
                                            std::to_string(camera.fx) + ", fy " + std::to_string(camera.fy) +
                                            ", depth " + std::to_string(camera.depth));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
