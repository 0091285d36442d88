#ifndef SUREGRASP_ROBOT_CAMERA_HPP
#define SUREGRASP_ROBOT_CAMERA_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/robot/frames.hpp>
#include <suregrasp/robot/impl/lens_distortion.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A pinhole camera with OpenCV's lens model: what a calibration gives, and what a `sensor_msgs/CameraInfo` holds.
struct pinhole_camera {
  int width = 0;
  int height = 0;
  double fx = 0;
  double fy = 0;
  double cx = 0;
  double cy = 0;
  /// OpenCV's coefficients in its order, none or 4, 5, 8 or 12: k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4.
  std::vector<double> distortion{};
  friend bool operator==(pinhole_camera const&, pinhole_camera const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"width", &pinhole_camera::width, "Width of the image", "pixels"}.at_least(1),
                field{"height", &pinhole_camera::height, "Height of the image", "pixels"}.at_least(1),
                field{"fx", &pinhole_camera::fx, "Focal length along x", "pixels"}.above(0),
                field{"fy", &pinhole_camera::fy, "Focal length along y", "pixels"}.above(0),
                field{"cx", &pinhole_camera::cx, "Column of the optical axis", "pixels"},
                field{"cy", &pinhole_camera::cy, "Row of the optical axis", "pixels"},
                field{"distortion", &pinhole_camera::distortion, "Coefficients of OpenCV's lens model, in its order"});
  }

  /// The pixel that shows a point; nothing for a point that is not before the camera.
  [[nodiscard]] std::optional<point<double>> project(position<frames::camera> const& p) const {
    if (!(p.z > 0)) return std::nullopt;
    auto const d = detail::lens_distortion(distortion).distorted({p.x / p.z, p.y / p.z});
    return point<double>{fx * d.x + cx, fy * d.y + cy};
  }

  /// The way from the camera to what a pixel shows, per metre of depth: its z is 1. Nothing for a pixel that the lens
  /// model takes no point to.
  [[nodiscard]] std::optional<vector3> ray(point<double> pixel) const {
    auto const p = detail::lens_distortion(distortion).undistorted({(pixel.x - cx) / fx, (pixel.y - cy) / fy});
    if (!p) return std::nullopt;
    return vector3{p->x, p->y, 1};
  }

  /// The point that a pixel shows at `depth`, metres along the camera's z, above 0.
  [[nodiscard]] std::optional<position<frames::camera>> back_project(point<double> pixel, double depth) const {
    auto const direction = ray(pixel);
    if (!direction || !(depth > 0)) return std::nullopt;
    return position<frames::camera>{depth * *direction};
  }
};

/// Throws `option_error` `option.camera` unless the size and the focal lengths are above 0, all is finite and there are
/// none, 4, 5, 8 or 12 coefficients of distortion.
inline void require_valid(pinhole_camera const& camera) {
  auto const finite = [](double value) { return std::isfinite(value); };
  bool const possible = camera.width > 0 && camera.height > 0 && camera.fx > 0 && camera.fy > 0 && finite(camera.fx) &&
                        finite(camera.fy) && finite(camera.cx) && finite(camera.cy) &&
                        std::ranges::all_of(camera.distortion, finite);
  if (!possible)
    throw option_error("option.camera",
                       "expected a camera with a size and focal lengths above 0, got " + text_of(camera));
  for (auto const count : {0U, 4U, 5U, 8U, 12U})
    if (camera.distortion.size() == count) return;
  throw option_error("option.camera", "expected none, 4, 5, 8 or 12 coefficients of OpenCV's distortion, got " +
                                          text_of(camera.distortion.size()) +
                                          ": a tilted sensor or a fisheye lens has another model");
}

/// The camera of a 3x3 matrix, row by row, as OpenCV and ROS have it; `distortion` in OpenCV's order, of which
/// coefficients 13 and 14, the tilt of the sensor, may be there as 0.
///
/// Throws `option_error` `option.camera` for a matrix that is none of a camera without skew, and as `require_valid`.
[[nodiscard]] inline pinhole_camera camera_from_matrix(std::array<double, 9> const& matrix, int width, int height,
                                                       std::span<double const> distortion = {}) {
  auto const& k = matrix;
  if (k[1] != 0 || k[3] != 0 || k[6] != 0 || k[7] != 0 || k[8] != 1)
    throw option_error("option.camera",
                       "expected a camera matrix fx 0 cx, 0 fy cy, 0 0 1, row by row, got " + text_of(matrix));
  if (distortion.size() == 14 && distortion[12] == 0 && distortion[13] == 0) distortion = distortion.first(12);
  pinhole_camera camera{width, height, k[0], k[4], k[2], k[5], {distortion.begin(), distortion.end()}};
  require_valid(camera);
  return camera;
}

/// Throws `shape_error` `shape.camera` unless an image `[H, W]` has the camera's size: after cropping, scaling or
/// alignment to another camera, an image has other intrinsics.
template <class T>
void require_image_of(pinhole_camera const& camera, host_view<T> const& image) {
  if (image.shape != extents{camera.height, camera.width})
    throw shape_error("shape.camera", "expected an image of the camera's size " +
                                          to_string(extents{camera.height, camera.width}) + ", [H, W], got " +
                                          to_string(image.shape) + ": are these the intrinsics of another camera?");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_CAMERA_HPP
