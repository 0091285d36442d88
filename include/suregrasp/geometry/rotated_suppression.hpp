#ifndef SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/impl/centre_grid.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// When one grasp repeats another, and how many are wanted.
struct rotated_suppression_options {
  double iou = 0.5;                     ///< repeats overlap by more than this
  double angle = std::numbers::pi / 6;  ///< and their axes differ by at most this, radians (`angle_at_most`)
  std::size_t limit = std::numeric_limits<std::size_t>::max();  ///< stop after this many
};

/// Chooses grasps as `rotated_suppression` does and keeps its memory: where as many come each time, only the first few
/// calls allocate.
template <std::floating_point T>
class rotated_suppressor {
 public:
  /// `rotated_suppression`, valid until the next call.
  [[nodiscard]] std::span<std::size_t const> find(std::span<grasp<T> const> grasps, std::span<T const> scores,
                                                  rotated_suppression_options const& options = {}) {
    if (grasps.size() != scores.size())
      throw shape_error("shape.rotated_suppression", "expected one score a grasp, got " +
                                                         std::to_string(scores.size()) + " scores for " +
                                                         std::to_string(grasps.size()) + " grasps");
    if (std::ranges::any_of(scores, [](T score) { return std::isnan(score); }))
      throw geometry_error("geometry.score_not_a_number", "expected scores that can be ranked, got NaN");
    order_.resize(grasps.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::sort(
        order_, [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    kept_.clear();
    best_.clear();
    near_.lay(grasps);
    for (auto const i : order_) {
      if (kept_.size() >= options.limit) break;
      prepared_grasp<T> const candidate(grasps[i]);
      if (repeats(candidate, options)) continue;
      kept_.push_back(i);
      best_.push_back(candidate);
      near_.add(candidate.pose);
    }
    return kept_;
  }

 private:
  /// Whether a kept one covers the same location along nearly the same axis.
  [[nodiscard]] bool repeats(prepared_grasp<T> const& candidate, rotated_suppression_options const& options) const {
    return near_.any_near(candidate.pose, [&](std::size_t k) {
      auto const& other = best_[k];
      return !overlap_detail::far_apart(candidate.pose, other.pose) &&
             angle_at_most(axial_distance(candidate.pose.theta, other.pose.theta), options.angle) &&
             iou(candidate, other) > static_cast<T>(options.iou);
    });
  }

  std::vector<std::size_t> order_, kept_;
  std::vector<prepared_grasp<T>> best_;  ///< the kept ones
  detail::centre_grid<T> near_;          ///< of the same
};

/// Greedy non-maximum suppression: indices of the grasps kept, best score first; of equal scores the first comes first.
///
/// A grasp is dropped where a kept one covers the same location along nearly the same axis; two grasps across each
/// other on one object are different grasps and both stay. Throws shape_error `shape.rotated_suppression` where the
/// lengths differ and geometry_error `geometry.score_not_a_number`. Cost N log N + N times the number kept
/// nearby: within twice the largest diagonal.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> rotated_suppression(std::vector<grasp<T>> const& grasps,
                                                           std::vector<T> const& scores,
                                                           rotated_suppression_options const& options = {}) {
  rotated_suppressor<T> suppressor;
  auto const kept = suppressor.find(grasps, scores, options);
  return {kept.begin(), kept.end()};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
