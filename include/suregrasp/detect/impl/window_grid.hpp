#ifndef SUREGRASP_DETECT_IMPL_WINDOW_GRID_HPP
#define SUREGRASP_DETECT_IMPL_WINDOW_GRID_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Windows of one length along one side of a canvas.
struct window_row {
  std::int64_t length = 0;             ///< of the side, pixels
  std::int64_t window = 0;             ///< length of a window
  std::int64_t overlap = 0;            ///< of neighbouring windows, at least
  std::vector<std::int64_t> starts{};  ///< first pixel of each window, ascending; the last one ends with the side

  /// How much the window that begins at `start` counts at a pixel of the side: 1 where the border of the window is the
  /// border of the canvas or at least an overlap away, falling linearly towards its other borders; 0 outside.
  [[nodiscard]] double weight(std::int64_t start, std::int64_t pixel) const {
    if (pixel < start || pixel >= start + window) return 0;
    double const inside = std::numeric_limits<double>::infinity();
    double const before = start > 0 ? static_cast<double>(pixel - start) + 0.5 : inside;
    double const after = start + window < length ? static_cast<double>(start + window - pixel) - 0.5 : inside;
    return std::min(1.0, std::min(before, after) / static_cast<double>(std::max<std::int64_t>(1, overlap)));
  }

  /// That of each of its own pixels.
  [[nodiscard]] std::vector<double> weights(std::int64_t start) const {
    std::vector<double> all;
    for (auto pixel = start; pixel < start + window; ++pixel) all.push_back(weight(start, pixel));
    return all;
  }
};

/// The fewest windows that cover at least `shown` pixels, spread evenly, each beginning at a multiple of `step`, which
/// is at most `window - overlap`. The side grows beyond `shown` by less than a step, or to the length of one window.
[[nodiscard]] inline window_row windows_along(std::int64_t shown, std::int64_t window, std::int64_t overlap,
                                              std::int64_t step) {
  auto const way = (std::max<std::int64_t>(0, shown - window) + step - 1) / step;  // of the last window, in steps
  auto const stride = std::max<std::int64_t>(1, (window - overlap) / step);
  auto const gaps = (way + stride - 1) / stride;
  window_row row{window + way * step, window, overlap, {0}};
  for (std::int64_t i = 1; i <= gaps; ++i) row.starts.push_back(way * i / gaps * step);
  return row;
}

/// Windows of one size over a canvas: every combination of a row's and a column's, row by row.
struct window_grid {
  window_row down, across;

  struct corner {
    std::int64_t y = 0, x = 0;
  };

  [[nodiscard]] std::size_t size() const { return down.starts.size() * across.starts.size(); }
  [[nodiscard]] corner at(std::size_t i) const {
    return {down.starts[i / across.starts.size()], across.starts[i % across.starts.size()]};
  }
  [[nodiscard]] double weight(std::size_t i, std::int64_t y, std::int64_t x) const {
    return down.weight(at(i).y, y) * across.weight(at(i).x, x);
  }

  /// The window that counts most at a pixel.
  [[nodiscard]] std::size_t most_central(std::int64_t y, std::int64_t x) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < size(); ++i)
      if (weight(i, y, x) > weight(best, y, x)) best = i;
    return best;
  }
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DETECT_IMPL_WINDOW_GRID_HPP
