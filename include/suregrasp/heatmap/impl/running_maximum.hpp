#ifndef SUREGRASP_HEATMAP_IMPL_RUNNING_MAXIMUM_HPP
#define SUREGRASP_HEATMAP_IMPL_RUNNING_MAXIMUM_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// For every pixel of `map` (`[height, width]`, row-major) the maximum over the square window of `radius` pixels around
/// it, clipped at the border. Linear in the pixels, whatever the radius (van Herk 1992, Gil and Werman 1993). A NaN
/// counts as minus infinity.
template <class T>
[[nodiscard]] std::vector<T> running_maximum(std::vector<T> map, std::size_t height, std::size_t width,
                                             std::size_t radius) {
  if (map.empty()) return map;
  radius = std::min(radius, std::max(height, width));
  std::size_t const window = 2 * radius + 1;
  std::vector<T> line, forward, backward;  // one row or column with `radius` times minus infinity at either end
  auto const filter = [&](T* items, std::size_t length, std::size_t stride) {
    std::size_t const padded = length + 2 * radius;
    line.assign(padded, -std::numeric_limits<T>::infinity());
    for (std::size_t i = 0; i < length; ++i)
      if (!std::isnan(items[i * stride])) line[i + radius] = items[i * stride];
    forward = backward = line;  // maxima within blocks of `window` items, from the block's start and to its end
    for (std::size_t i = 1; i < padded; ++i)
      if (i % window) forward[i] = std::max(forward[i - 1], line[i]);
    for (std::size_t i = padded - 1; i-- > 0;)
      if ((i + 1) % window) backward[i] = std::max(backward[i + 1], line[i]);
    for (std::size_t i = 0; i < length; ++i) items[i * stride] = std::max(backward[i], forward[i + 2 * radius]);
  };
  for (std::size_t row = 0; row < height; ++row) filter(map.data() + row * width, width, 1);
  for (std::size_t col = 0; col < width; ++col) filter(map.data() + col, height, width);
  return map;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_HEATMAP_IMPL_RUNNING_MAXIMUM_HPP
