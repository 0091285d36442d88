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
  friend bool operator==(success_calibration const&, success_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = success_calibration;
    return list(field{"success", &c::success}, field{"views", &c::views}.at_least(1), field{"outcomes", &c::outcomes},
                field{"curve", &c::curve});
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
