#ifndef SUREGRASP_PYRAMID_CROP_HPP
#define SUREGRASP_PYRAMID_CROP_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// The four pixels around each sampling point of all windows, and their bilinear weights.
template <class T>
struct bilinear_grid {
  std::vector<std::int64_t> rows[4];
  std::vector<T> weights;  ///< of all that the first corner weighs, then the second, and so on
};

template <class T>
bilinear_grid<T> sampling_grid(extents const& shape, int stride, std::span<location const> locations,
                               std::int64_t size) {
  std::int64_t const height = shape[1], width = shape[2];
  bilinear_grid<T> grid;
  std::size_t const count = locations.size() * static_cast<std::size_t>(size * size);
  grid.weights.resize(4 * count);
  for (auto const& at : locations)
    for (std::int64_t row = 0; row < size; ++row)
      for (std::int64_t col = 0; col < size; ++col) {
        double const offset = static_cast<double>(size - 1) / 2;
        auto const clamp_to = [](double v, std::int64_t extent) {
          return std::clamp(v, 0.0, static_cast<double>(extent - 1));
        };
        double const x = clamp_to((at.x + 0.5) / stride - 0.5 + static_cast<double>(col) - offset, width);
        double const y = clamp_to((at.y + 0.5) / stride - 0.5 + static_cast<double>(row) - offset, height);
        auto const x0 = static_cast<std::int64_t>(x), y0 = static_cast<std::int64_t>(y);
        auto const x1 = std::min(x0 + 1, width - 1), y1 = std::min(y0 + 1, height - 1);
        double const fx = x - static_cast<double>(x0), fy = y - static_cast<double>(y0);
        std::int64_t const first = at.image * height * width;
        std::int64_t const pixels[] = {y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1};
        double const weights[] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
        for (std::size_t corner = 0; corner < 4; ++corner) {
          grid.weights[corner * count + grid.rows[corner].size()] = static_cast<T>(weights[corner]);
          grid.rows[corner].push_back(first + pixels[corner]);
        }
      }
  return grid;
}

}  // namespace detail

/// C_r: a window of `size` x `size` pixels of one pyramid level around each location, `[M, size, size, C]` (Eq. 6).
///
/// Each window is centred on its location and sampled bilinearly at steps of one pixel of the level; a point outside
/// the map takes the value of the nearest pixel. Throws `shape_error` (`shape.rank`, `shape.location`) for features of
/// other than four axes, an image index outside the batch and coordinates that are not finite.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> crop(B const& be, level<tensor_t<B>> const& from, std::span<location const> locations,
                               std::int64_t size) {
  suregrasp::require_rank(be, from.features, 4, "pyramid level [N, H, W, C]");
  auto const shape = be.shape(from.features);
  for (auto const& at : locations)
    if (at.image < 0 || at.image >= shape[0] || !std::isfinite(at.x) || !std::isfinite(at.y))
      throw shape_error("shape.location", "location of image " + std::to_string(at.image) + " at (" +
                                              std::to_string(at.x) + ", " + std::to_string(at.y) + ") in a batch of " +
                                              std::to_string(shape[0]));
  auto const grid = detail::sampling_grid<scalar_t<B>>(shape, from.stride, locations, size);
  auto const count = static_cast<std::int64_t>(locations.size()) * size * size;
  auto const pixels = be.reshape(from.features, {shape[0] * shape[1] * shape[2], shape[3]});
  auto const weights = be.from_host(host_view<scalar_t<B> const>({4 * count, 1}, grid.weights));
  auto const corner = [&](int which) {
    return be.mul(be.take(pixels, grid.rows[which], 0), suregrasp::slice(be, weights, 0, which * count, count));
  };
  auto const sampled = be.add(be.add(corner(0), corner(1)), be.add(corner(2), corner(3)));
  return be.reshape(sampled, {static_cast<std::int64_t>(locations.size()), size, size, shape[3]});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_CROP_HPP
