#ifndef SUREGRASP_METRICS_RANKED_SUCCESS_HPP
#define SUREGRASP_METRICS_RANKED_SUCCESS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
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
    auto const end = image.begin() + static_cast<std::ptrdiff_t>(std::min(top, image.size()));
    success.add(std::any_of(image.begin(), end, [&](double each) { return each > overlap; }));
  }
  return success;
}

/// Success of ranked predictions at one threshold.
struct success_row {
  double iou = 0;        ///< predictions that overlap a label by more than this are correct
  proportion first;      ///< images whose first-ranked prediction is correct
  proportion first_few;  ///< images with a correct one among the first few
  proportion any;        ///< images with a correct one at any rank
  proportion each;       ///< predictions that are correct, of all of them
  friend bool operator==(success_row const&, success_row const&) = default;

  static constexpr auto fields(auto list) {
    using r = success_row;
    return list(field{"iou", &r::iou}, field{"first", &r::first}, field{"first_few", &r::first_few},
                field{"any", &r::any}, field{"each", &r::each});
  }
};

/// Success at several thresholds. Every engine and command counts in this form.
using success_table = std::vector<success_row>;

/// The thresholds at which evaluations report success.
inline constexpr std::array<double, 3> success_ious{0.25, 0.50, 0.75};

/// The ranks that `first_few` counts where nothing else is said.
inline constexpr std::size_t usual_few = 5;

/// The table of a set of images, at each of `ious`. An image without predictions is a failure.
[[nodiscard]] inline success_table success_at(std::span<ranked_overlaps const> images, std::span<double const> ious,
                                              std::size_t few = usual_few) {
  success_table table;
  for (double const iou : ious) {
    success_row row{iou,
                    success_within(images, 1, iou),
                    success_within(images, few, iou),
                    success_within(images, any_rank, iou),
                    {}};
    for (auto const& image : images)
      for (double const overlap : image) row.each.add(overlap > iou);
    table.push_back(row);
  }
  return table;
}

/// The overlaps of ranked predictions of an image with its labels, by the rectangle metric.
[[nodiscard]] inline ranked_overlaps overlaps_of(std::span<grasp<double> const> ranked,
                                                 std::span<grasp<double> const> labels,
                                                 rectangle_metric_options const& options = {}) {
  ranked_overlaps overlaps;
  for (auto const& each : ranked) {
    auto const best = best_match(each, labels, options);
    overlaps.push_back(best ? best->iou : 0);
  }
  return overlaps;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_RANKED_SUCCESS_HPP
