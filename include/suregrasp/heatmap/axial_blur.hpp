#ifndef SUREGRASP_HEATMAP_AXIAL_BLUR_HPP
#define SUREGRASP_HEATMAP_AXIAL_BLUR_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// One half of a symmetric kernel: the weight of a pixel 0, 1, 2, ... pixels away.
template <std::floating_point T>
using half_kernel = std::vector<T>;

/// All pixels within `radius` count the same.
template <std::floating_point T = double>
[[nodiscard]] half_kernel<T> box_kernel(std::size_t radius) {
  return half_kernel<T>(radius + 1, T(1));
}

/// A Gaussian of standard deviation `sigma` pixels, to four of them. Throws option_error `option.sigma`.
template <std::floating_point T = double>
[[nodiscard]] half_kernel<T> gaussian_kernel(T sigma) {
  if (!(sigma > 0) || !(sigma < 1e6))
    throw option_error("option.sigma", "expected a positive deviation in pixels, got " + std::to_string(sigma));
  half_kernel<T> weights;
  for (T d = 0; d <= std::ceil(4 * sigma); ++d) weights.push_back(std::exp(-d * d / (2 * sigma * sigma)));
  return weights;
}

/// Angles of a map after a blur, and how far they agreed.
template <std::floating_point T>
struct blurred_axes {
  host_array<T> angle;      ///< `[H, W]`, in [-pi/2, pi/2); where nothing has weight, the axis that was there
  host_array<T> resultant;  ///< `[H, W]`: 1 where all axes around agree, 0 where they cancel or nothing has weight
};

namespace detail {

/// `map`, `[height, width]`, folded with a symmetric kernel along rows and then columns; 0 outside.
template <std::floating_point T>
[[nodiscard]] std::vector<T> folded(std::vector<T> map, std::int64_t height, std::int64_t width,
                                    half_kernel<T> const& kernel) {
  std::vector<T> result(map.size());
  auto const along = [&](std::int64_t lines, std::int64_t length, std::int64_t line_step, std::int64_t step) {
    auto const reach = static_cast<std::int64_t>(kernel.size()) - 1;
    for (std::int64_t line = 0; line < lines; ++line)
      for (std::int64_t i = 0; i < length; ++i) {
        T sum = 0;
        for (auto k = std::max<std::int64_t>(0, i - reach); k <= std::min(length - 1, i + reach); ++k)
          sum += kernel[static_cast<std::size_t>(k < i ? i - k : k - i)] *
                 map[static_cast<std::size_t>(line * line_step + k * step)];
        result[static_cast<std::size_t>(line * line_step + i * step)] = sum;
      }
    map.swap(result);
  };
  along(height, width, width, 1);
  along(width, height, 1, width);
  return map;
}

}  // namespace detail

/// A map of axes, `[H, W]` in radians, blurred as axes: the kernel acts on cos 2 theta and sin 2 theta, and half the
/// argument is the angle. Blurring the angles themselves turns neighbours at +89 and -89 degrees into 0.
///
/// `quality`, of the same shape, says how much each pixel counts, without it all count the same; a pixel of quality 0
/// may hold NaN. At the edges the kernel counts what lies inside. Cost: pixels times kernel size. Throws shape_error
/// `shape.axial_blur` and geometry_error `geometry.axial_blur` for a quality that is below 0 or an angle that is not
/// finite.
template <std::floating_point T>
[[nodiscard]] blurred_axes<T> axial_blur(host_array<T> const& angles,
                                         half_kernel<std::type_identity_t<T>> const& kernel,
                                         host_array<std::type_identity_t<T>> const& quality = {}) {
  bool const plain = quality.values.empty() && quality.shape.empty();
  if (angles.shape.size() != 2 || (!plain && quality.shape != angles.shape) || kernel.empty())
    throw shape_error("shape.axial_blur", "expected angles [H, W], quality of the same shape and a kernel, got " +
                                              to_string(angles.shape) + ", " + to_string(quality.shape) + " and " +
                                              std::to_string(kernel.size()) + " weights");
  std::size_t const count = angles.values.size();
  std::vector<T> cos(count), sin(count), weight(count, T(1));
  for (std::size_t i = 0; i < count; ++i) {
    if (!plain) weight[i] = quality.values[i];
    if (weight[i] == 0) continue;
    cos[i] = weight[i] * std::cos(2 * angles.values[i]);
    sin[i] = weight[i] * std::sin(2 * angles.values[i]);
    if (!(weight[i] > 0) || !std::isfinite(cos[i]) || !std::isfinite(sin[i]))
      throw geometry_error("geometry.axial_blur", "expected finite angles and qualities of at least 0, got " +
                                                      std::to_string(angles.values[i]) + " and " +
                                                      std::to_string(weight[i]) + " at pixel " + std::to_string(i));
  }
  auto const blur = [&](std::vector<T>& map) {
    map = detail::folded(std::move(map), angles.shape[0], angles.shape[1], kernel);
  };
  blur(cos), blur(sin), blur(weight);
  blurred_axes<T> result{angles, host_array<T>(angles.shape)};
  for (std::size_t i = 0; i < count; ++i) {
    if (!(weight[i] > 0)) continue;
    result.angle.values[i] = axial_wrap(std::atan2(sin[i], cos[i]) / 2);
    result.resultant.values[i] = std::min(T(1), std::hypot(cos[i], sin[i]) / weight[i]);
  }
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_HEATMAP_AXIAL_BLUR_HPP
