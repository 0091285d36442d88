#ifndef SUREGRASP_HEATMAP_PEAKS_HPP
#define SUREGRASP_HEATMAP_PEAKS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/heatmap/impl/plateaus.hpp>
#include <suregrasp/heatmap/impl/window_maxima.hpp>
#include <type_traits>
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

/// Finds peaks as `find_peaks` does and keeps its memory: where maps have one size, only the first few allocate.
class peak_finder {
 public:
  /// The peaks of a map, valid until the next call.
  [[nodiscard]] std::span<peak const> find(host_view<float const> const& heat, peak_options const& options = {}) {
    if (heat.shape.size() != 2)
      throw shape_error("shape.rank", "heatmap: expected [height, width], got shape " + to_string(heat.shape));
    peaks_.clear();
    plateaus_.clear();
    if (heat.values.empty()) return {};
    simd::heat_map const map{heat.values.data(), static_cast<std::ptrdiff_t>(heat.shape[0]),
                             static_cast<std::ptrdiff_t>(heat.shape[1])};
    auto const reach = static_cast<std::ptrdiff_t>(
        std::min(options.radius, static_cast<std::size_t>(std::max(map.height, map.width))));
    auto const& loops = detail::window_loops_for(map.width);
    auto const* row = map.values;
    maxima_.find(map, static_cast<float>(options.threshold), reach, loops, [&](unsigned char const* hot) {
      plateaus_.add_row(hot, row, map.width);
      row += map.width;
    });
    candidates_.clear();
    plateaus_.for_each(reach,
                       [&](detail::plateau_middle const& at, detail::hot_run const& first, std::ptrdiff_t reached) {
                         candidates_.push_back({{at.x, at.y, first.heat}, &first, reached});
                       });
    std::make_heap(candidates_.begin(), candidates_.end());
    for (; !candidates_.empty() && peaks_.size() < options.max_count; candidates_.pop_back()) {
      std::pop_heap(candidates_.begin(), candidates_.end());
      auto const& best = candidates_.back();
      if (!repeats(best, map, reach, loops)) peaks_.push_back(best.found);
    }
    return peaks_;
  }

 private:
  /// A peak unless it repeats another; the hottest is the largest.
  struct candidate {
    peak found;
    detail::hot_run const* first;
    std::ptrdiff_t reached;
    friend bool operator<(candidate const& a, candidate const& b) {
      if (a.found.heat != b.found.heat) return a.found.heat < b.found.heat;
      return a.found.y != b.found.y ? a.found.y > b.found.y : a.found.x > b.found.x;
    }
  };

  /// Whether a pixel within reach of the middle of a plateau is as hot, and the first of its own plateau comes before.
  [[nodiscard]] bool repeats(candidate const& each, simd::heat_map const& map, std::ptrdiff_t reach,
                             simd::window_loops const& loops) const {
    auto const& [x, y, heat] = each.found;
    auto const& first = *each.first;
    std::ptrdiff_t const first_row = first.y;
    auto const top = std::max<std::ptrdiff_t>(0, y - reach), bottom = std::min(map.height, y + reach + 1);
    auto const left = std::max<std::ptrdiff_t>(0, x - reach), right = std::min(map.width, x + reach + 1);
    if (loops.find_equal(map, {top, std::min(first_row, bottom), left, right}, heat)) return true;
    if (top <= first_row &&
        loops.find_equal(map, {first_row, first_row + 1, left, std::min<std::ptrdiff_t>(right, first.begin)}, heat))
      return true;
    for (auto row = std::max(top, first_row); row < std::min(bottom, each.reached + 1); ++row)
      if (plateaus_.earlier_in_row(first, row, left, right)) return true;
    return false;
  }

  detail::window_maxima maxima_;
  detail::plateaus plateaus_;
  std::vector<candidate> candidates_;
  std::vector<peak> peaks_;
};

/// Peaks of a heatmap `[H, W]` in host memory, hottest first: threshold, then non-maximum suppression in a square
/// window.
///
/// Equally hot pixels that touch are one peak, at the pixel nearest to their mean: the middle of a disk that
/// `disk_target` paints, and of a map that is the same everywhere. Of others, equally hot within one window, the first
/// in row order is kept; equally hot peaks come in row order. Cost: linear in the pixels, times the logarithm of the
/// radius where many are hot. Throws `shape_error` `shape.rank` unless the map has two axes.
[[nodiscard]] inline std::vector<peak> find_peaks(host_view<float const> const& heat,
                                                  peak_options const& options = {}) {
  peak_finder finder;
  auto const found = finder.find(heat, options);
  return {found.begin(), found.end()};
}

/// The same for a tensor `[H, W]` of any backend, which is copied to the host first.
template <tensor_backend B>
[[nodiscard]] std::vector<peak> find_peaks(B const& be, tensor_t<B> const& heat, peak_options const& options = {}) {
  auto const host = be.to_host(heat);
  if constexpr (std::is_same_v<scalar_t<B>, float>) {
    return find_peaks(host.view(), options);
  } else {
    std::vector<float> const values(host.values.begin(), host.values.end());
    return find_peaks(host_view<float const>(host.shape, values), options);
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_HEATMAP_PEAKS_HPP
