#ifndef SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/camera.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Which images of a camera are looked at.
enum class camera_image {
  raw,       ///< as the lens shows them, `image_raw`
  rectified  ///< with the lens taken out, `image_rect`: the matrix P, and no distortion
};

namespace detail {

/// The members have capital letters in ROS 1 and small ones in ROS 2.
template <class Info>
[[nodiscard]] auto const& matrix_k(Info const& info) {
  if constexpr (requires { info.K; })
    return info.K;
  else
    return info.k;
}
template <class Info>
[[nodiscard]] auto const& matrix_p(Info const& info) {
  if constexpr (requires { info.P; })
    return info.P;
  else
    return info.p;
}
template <class Info>
[[nodiscard]] auto const& distortion_d(Info const& info) {
  if constexpr (requires { info.D; })
    return info.D;
  else
    return info.d;
}

/// The camera of the part of the sensor that is read out, and of pixels that stand for several.
template <class Info>
void take_part(pinhole_camera& camera, Info const& info) {
  if (info.roi.width != 0 && info.roi.height != 0) {
    camera.cx -= static_cast<double>(info.roi.x_offset), camera.cy -= static_cast<double>(info.roi.y_offset);
    camera.width = static_cast<int>(info.roi.width), camera.height = static_cast<int>(info.roi.height);
  }
  auto const binned = [](auto count, double& focal, double& centre, int& size) {
    auto const by = std::max<std::int64_t>(1, count);
    focal /= static_cast<double>(by), size = static_cast<int>(size / by);
    centre = (centre + 0.5) / static_cast<double>(by) - 0.5;  // pixel centres are whole numbers
  };
  binned(info.binning_x, camera.fx, camera.cx, camera.width);
  binned(info.binning_y, camera.fy, camera.cy, camera.height);
}

}  // namespace detail

/// The camera of a `sensor_msgs::CameraInfo` of either version of ROS, or anything with the same members; region of
/// interest and binning are taken into account.
///
/// Throws `option_error` `option.camera` for a matrix that is none, as of a camera that was never calibrated, and for
/// more coefficients than OpenCV's model has; `data_error` `data.message.distortion` for another lens model than
/// `plumb_bob` and `rational_polynomial`.
template <class Info>
[[nodiscard]] pinhole_camera camera_from(Info const& info, camera_image which = camera_image::raw) {
  auto const width = static_cast<int>(info.width), height = static_cast<int>(info.height);
  std::array<double, 9> matrix{};
  std::vector<double> coefficients;
  if (which == camera_image::rectified) {
    auto const& p = detail::matrix_p(info);
    matrix = {p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]};
  } else {
    auto const& k = detail::matrix_k(info);
    std::copy_n(k.begin(), 9, matrix.begin());
    auto const& d = detail::distortion_d(info);
    coefficients.assign(d.begin(), d.end());
    std::string_view const model = info.distortion_model;
    bool const none = std::ranges::all_of(coefficients, [](double value) { return value == 0; });
    if (!none && model != "plumb_bob" && model != "rational_polynomial")
      throw data_error("data.message.distortion", "expected the lens model plumb_bob or rational_polynomial, got " +
                                                      text_of(info.distortion_model) +
                                                      ": use rectified images and camera_image::rectified");
    if (none) coefficients.clear();
  }
  auto camera = camera_from_matrix(matrix, width, height, coefficients);
  detail::take_part(camera, info);
  require_valid(camera);
  return camera;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_CAMERA_MESSAGE_HPP
