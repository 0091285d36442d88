#ifndef SUREGRASP_METRICS_RANKED_SUCCESS_HPP
#define SUREGRASP_METRICS_RANKED_SUCCESS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The best overlap of each prediction of an image with its labels, best-ranked prediction first; 0 where the axes do
/// not fit.
using ranked_overlaps = std::vector<double>;

/// Thresholds from the usual 0.25 to 0.75.
inline constexpr std::array<double, 11> overlap_sweep{0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75};

/// The `top` of `success_within` that looks at every prediction.
inline constexpr std::size_t any_rank = std::numeric_limits<std::size_t>::max();

/// Images on which one of the first `top` predictions overlaps a label by more than `overlap`: top-1, top-k, any.
/// An image without predictions is a failure.
[[nodiscard]] inline proportion success_within(std::span<ranked_overlaps const> images, std::size_t top,
                                               double overlap) {
  proportion success;
  for (auto const& image : images) {
    auto const first = std::span(image).first(std::min(top, image.size()));
    success.add(std::ranges::any_of(first, [&](double each) { return each > overlap; }));
  }
  return success;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RANKED_SUCCESS_HPP
