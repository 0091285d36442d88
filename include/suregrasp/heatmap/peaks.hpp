#ifndef SUREGRASP_HEATMAP_PEAKS_HPP
#define SUREGRASP_HEATMAP_PEAKS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/heatmap/impl/plateaus.hpp>
#include <suregrasp/heatmap/impl/running_maximum.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A local maximum of a heatmap, at a whole pixel: a candidate for the centre of a grasp.
struct peak {
  std::int64_t x = 0;  ///< column
  std::int64_t y = 0;  ///< row
  float heat = 0;
  friend bool operator==(peak const&, peak const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &peak::x}, field{"y", &peak::y}, field{"heat", &peak::heat});
  }
};

/// What counts as a peak.
struct peak_options {
  double threshold = 0.3;      ///< least heat of a peak
  std::size_t radius = 8;      ///< half side of the square window, in pixels, in which no pixel is hotter
  std::size_t max_count = 50;  ///< at most this many peaks are kept, the hottest
  friend bool operator==(peak_options const&, peak_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"threshold", &peak_options::threshold, "Least heat of a place to grasp"}.between(0, 1),
                field{"radius", &peak_options::radius, "Nothing so near a peak is hotter", "pixels"}.not_offered(),
                field{"max_count", &peak_options::max_count, "Peaks to keep, the hottest"}.not_offered());
  }
};

namespace detail {

/// The pixels of a map from `threshold` on in whose window none is hotter, as indices in row order.
[[nodiscard]] inline std::vector<std::int64_t> hottest_in_window(host_view<float const> const& heat, float threshold,
                                                                 std::int64_t radius) {
  auto const height = heat.shape[0], width = heat.shape[1];
  auto const at = [&](std::int64_t pixel) { return heat.values[static_cast<std::size_t>(pixel)]; };
  std::vector<std::int64_t> pixels;
  for (std::int64_t pixel = 0; pixel < height * width; ++pixel)
    if (at(pixel) >= threshold) pixels.push_back(pixel);
  if (pixels.size() * 50 > heat.values.size()) {
    auto const highest =
        running_maximum(std::vector<float>(heat.values.begin(), heat.values.end()), static_cast<std::size_t>(height),
                        static_cast<std::size_t>(width), static_cast<std::size_t>(radius));
    std::erase_if(pixels, [&](auto pixel) { return at(pixel) < highest[static_cast<std::size_t>(pixel)]; });
    return pixels;
  }
  std::erase_if(pixels, [&](auto pixel) {
    auto const px = pixel % width, py = pixel / width;
    for (auto y = std::max<std::int64_t>(0, py - radius); y <= std::min(height - 1, py + radius); ++y)
      for (auto x = std::max<std::int64_t>(0, px - radius); x <= std::min(width - 1, px + radius); ++x)
        if (at(y * width + x) > at(pixel)) return true;
    return false;
  });
  return pixels;
}

}  // namespace detail

/// Peaks of a heatmap `[H, W]` in host memory, hottest first: threshold, then non-maximum suppression in a square
/// window.
///
/// Equally hot pixels that touch are one peak, at the pixel nearest to their mean: the middle of a disk that
/// `disk_target` paints. Of others, equally hot within one window, the first in row order is kept; equally hot peaks
/// come in row order. Cost: linear in the pixels, plus a scan of the window of each pixel above the threshold; where
/// these are over 2 % of the map, those below the maximum of their window are dropped first, in linear time. Throws
/// `shape_error` `shape.rank` unless the map has two axes.
[[nodiscard]] inline std::vector<peak> find_peaks(host_view<float const> const& heat,
                                                  peak_options const& options = {}) {
  if (heat.shape.size() != 2)
    throw shape_error("shape.rank", "heatmap: expected [height, width], got shape " + to_string(heat.shape));
  auto const height = heat.shape[0], width = heat.shape[1];
  auto const radius =
      static_cast<std::int64_t>(std::min(options.radius, static_cast<std::size_t>(std::max(height, width))));
  auto const at = [&](std::int64_t pixel) { return heat.values[static_cast<std::size_t>(pixel)]; };
  detail::plateaus const flat(detail::hottest_in_window(heat, static_cast<float>(options.threshold), radius), width,
                              at);
  std::vector<peak> peaks;
  for (auto const& each : flat.all()) {
    auto const px = each.middle % width, py = each.middle / width;
    auto const has_earlier_equal = [&] {
      for (auto y = std::max<std::int64_t>(0, py - radius); y <= std::min(height - 1, py + radius); ++y)
        for (auto x = std::max<std::int64_t>(0, px - radius); x <= std::min(width - 1, px + radius); ++x)
          if (auto const pixel = y * width + x; at(pixel) == at(each.middle) && flat.first_of(pixel) < each.first)
            return true;
      return false;
    };
    if (!has_earlier_equal()) peaks.push_back({px, py, at(each.middle)});
  }
  std::ranges::stable_sort(peaks, [](peak const& a, peak const& b) {
    return a.heat != b.heat ? a.heat > b.heat : a.y != b.y ? a.y < b.y : a.x < b.x;
  });
  if (peaks.size() > options.max_count) peaks.resize(options.max_count);
  return peaks;
}

/// The same for a tensor `[H, W]` of any backend, which is copied to the host first.
template <tensor_backend B>
[[nodiscard]] std::vector<peak> find_peaks(B const& be, tensor_t<B> const& heat, peak_options const& options = {}) {
  auto const host = be.to_host(heat);
  std::vector<float> const values(host.values.begin(), host.values.end());
  return find_peaks(host_view<float const>(host.shape, values), options);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_HEATMAP_PEAKS_HPP
