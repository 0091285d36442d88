#ifndef SUREGRASP_NETWORK_CONVOLUTION_HPP
#define SUREGRASP_NETWORK_CONVOLUTION_HPP

#include <cstdint>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/impl/adjoint.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The square window of a convolution: its side, stride and zero padding, in pixels.
struct convolution_window {
  std::int64_t size = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 1;  ///< zeros around the map

  /// Whether the window fits along a padded axis of `extent` pixels at all.
  [[nodiscard]] bool fits(std::int64_t extent) const {
    return size >= 1 && stride >= 1 && padding >= 0 && extent + 2 * padding >= size;
  }

  /// Number of positions along an axis of `extent` pixels; only for an extent that `fits`.
  [[nodiscard]] std::int64_t count(std::int64_t extent) const { return (extent + 2 * padding - size) / stride + 1; }
};

namespace detail {

/// For every position of the window over maps `[N, H, W]` the numbers of its pixels, row by row; a pixel of the padding
/// has the number `N * H * W`.
[[nodiscard]] inline std::vector<std::int64_t> window_pixels(extents const& maps, convolution_window const& window) {
  std::int64_t const height = maps[1], width = maps[2], outside = maps[0] * height * width;
  std::vector<std::int64_t> pixels;
  pixels.reserve(
      static_cast<std::size_t>(maps[0] * window.count(height) * window.count(width) * window.size * window.size));
  auto const append_crop = [&](std::int64_t map, std::int64_t top, std::int64_t left) {
    for (std::int64_t y = top; y < top + window.size; ++y)
      for (std::int64_t x = left; x < left + window.size; ++x)
        pixels.push_back(y < 0 || x < 0 || y >= height || x >= width ? outside : (map * height + y) * width + x);
  };
  for (std::int64_t map = 0; map < maps[0]; ++map)
    for (std::int64_t row = 0; row < window.count(height); ++row)
      for (std::int64_t column = 0; column < window.count(width); ++column)
        append_crop(map, row * window.stride - window.padding, column * window.stride - window.padding);
  return pixels;
}

}  // namespace detail

/// Convolution of maps `[N, H, W, C]` by `weight` `[size * size * C, M]` (window row, window column, channel, with the
/// last fastest), plus `bias` `[M]`, to `[N, H', W', M]`.
///
/// Copies every window into a row and multiplies matrices, so that it needs `size * size` times the memory of the maps.
/// Throws `shape_error` (`shape.rank`, `shape.convolution`) for a weight that does not fit the maps and for a window
/// larger than the padded map.
template <linalg_backend B>
[[nodiscard]] tensor_t<B> convolution(B const& be, tensor_t<B> const& maps, tensor_t<B> const& weight,
                                      tensor_t<B> const& bias, convolution_window const& window = {}) {
  suregrasp::require_rank(be, maps, 4, "maps [N, H, W, C]");
  suregrasp::require_rank(be, weight, 2, "convolution weight [size * size * C, M]");
  auto const shape = be.shape(maps), kernel = be.shape(weight);
  auto const patch = window.size * window.size * shape[3];
  if (!window.fits(shape[1]) || !window.fits(shape[2]) || kernel[0] != patch)
    throw shape_error("shape.convolution", "maps " + to_string(shape) + ", weight " + to_string(kernel) +
                                               " and windows of " + std::to_string(window.size) + " pixels, " +
                                               std::to_string(window.stride) + " apart, do not fit");
  std::int64_t const rows = window.count(shape[1]), columns = window.count(shape[2]);
  auto const pixels = be.reshape(maps, {shape[0] * shape[1] * shape[2], shape[3]});
  auto const source = window.padding > 0 ? detail::with_zero_slice(be, pixels, 0) : pixels;
  auto const patches =
      be.reshape(be.take(source, detail::window_pixels(shape, window), 0), {shape[0] * rows * columns, patch});
  return be.reshape(be.add(be.matmul(patches, weight), bias), {shape[0], rows, columns, kernel[1]});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_NETWORK_CONVOLUTION_HPP
