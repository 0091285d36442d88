#ifndef SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
#define SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/metrics/success_curve.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What outcomes of grasps say of a detector's M_uc.
struct success_calibration {
  std::string success{};     ///< what counted as one, such as `lifted`
  std::size_t views = 1;     ///< in which grasps were sought: with more votes, M_uc is another
  std::size_t outcomes = 0;  ///< that were learned from
  success_curve curve{};
  double least_heat = 0;  ///< of the coldest of these grasps: of colder ones they say nothing
  friend bool operator==(success_calibration const&, success_calibration const&) = default;

  /// The chance of success of a grasp of so much uncertainty and heat; nothing where it is colder than all outcomes, or
  /// its heat NaN.
  [[nodiscard]] std::optional<double> probability(double uncertainty, double heat) const {
    return heat >= least_heat ? std::optional(curve.probability(uncertainty)) : std::nullopt;
  }

  static constexpr auto fields(auto list) {
    using c = success_calibration;
    return list(field{"success", &c::success}, field{"views", &c::views}.at_least(1), field{"outcomes", &c::outcomes},
                field{"curve", &c::curve},
                field{"least_heat", &c::least_heat, "Heat of the coldest of the outcomes"}.between(0, 1));
  }
};

/// The calibration for so many views; nothing where nobody calibrated them.
[[nodiscard]] inline std::optional<success_calibration> calibration_for(std::span<success_calibration const> all,
                                                                        std::size_t views) {
  auto const found = std::ranges::find(all, views, &success_calibration::views);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
