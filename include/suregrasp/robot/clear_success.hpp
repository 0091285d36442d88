#ifndef SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP
#define SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP

#include <cstddef>
#include <span>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/robot/grasp_planner.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How often grasps are correct by their labels and a gripper gets to them past what the depth images show: overlap and
/// angle alone know nothing of what the fingers touch.
struct clear_success {
  proportion correct{};            ///< images whose first-ranked grasp is correct
  proportion clear{};              ///< whose first-ranked grasp is clear
  proportion correct_and_clear{};  ///< both
  proportion first_clear{};        ///< whose best-ranked grasp of those that are clear is correct
  proportion labels{};             ///< labelled grasps that are clear
  std::size_t without_depth = 0;   ///< images without a depth image; they count nowhere else
  friend bool operator==(clear_success const&, clear_success const&) = default;

  static constexpr auto fields(auto list) {
    using self = clear_success;
    return list(field{"correct", &self::correct, "First-ranked grasp correct"},
                field{"clear", &self::clear, "First-ranked grasp clear"},
                field{"correct_and_clear", &self::correct_and_clear, "First-ranked grasp correct and clear"},
                field{"first_clear", &self::first_clear, "First grasp of those that are clear correct"},
                field{"labels", &self::labels, "Labelled grasps clear"},
                field{"without_depth", &self::without_depth, "Images without a depth image"});
  }

  /// Counts one image: its grasps, best first, and its labels, in pixels of `depth`, `[H, W]`, metres. Throws as
  /// `grasp_planner`.
  void add(grasp_planner const& planner, host_view<float const> const& depth, std::span<grasp<double> const> ranked,
           std::span<grasp<double> const> truth, rectangle_metric_options const& options = {}) {
    auto const is_clear = [](grasp_plan const& plan) { return plan.verdict == plan_verdict::clear; };
    std::vector<grasp<double>> all(ranked.begin(), ranked.end());
    all.insert(all.end(), truth.begin(), truth.end());  // one call: the table is sought once
    auto const plans = planner(depth, all);
    bool const right = !ranked.empty() && is_correct(ranked[0], truth, options);
    bool const reached = !ranked.empty() && is_clear(plans[0]);
    correct.add(right), clear.add(reached), correct_and_clear.add(right && reached);
    std::size_t first = 0;
    while (first < ranked.size() && !is_clear(plans[first])) ++first;
    first_clear.add(first < ranked.size() && is_correct(ranked[first], truth, options));
    for (std::size_t i = ranked.size(); i < plans.size(); ++i) labels.add(is_clear(plans[i]));
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_CLEAR_SUCCESS_HPP
