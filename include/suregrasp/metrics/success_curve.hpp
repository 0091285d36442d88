#ifndef SUREGRASP_METRICS_SUCCESS_CURVE_HPP
#define SUREGRASP_METRICS_SUCCESS_CURVE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How probable success is by M_uc: steps that never rise.
struct success_curve {
  std::vector<double> uncertainties{};  ///< the largest M_uc of each step, ascending
  std::vector<double> probabilities{};  ///< of each step
  friend bool operator==(success_curve const&, success_curve const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"uncertainties", &success_curve::uncertainties},
                field{"probabilities", &success_curve::probabilities});
  }

  /// The probability of success of a grasp of this M_uc: that of the step it falls into; of the last beyond all. NaN
  /// for NaN.
  [[nodiscard]] double probability(double uncertainty) const {
    if (std::isnan(uncertainty)) return uncertainty;
    auto const at = std::lower_bound(uncertainties.begin(), uncertainties.end(), uncertainty) - uncertainties.begin();
    return probabilities[std::min(static_cast<std::size_t>(at), probabilities.size() - 1)];
  }
};

/// Throws metric_error `metrics.success_curve` for what is no such curve: no step, lists of two lengths, uncertainties
/// that do not ascend, probabilities that rise or are none. `where` begins the message.
inline void require_valid(success_curve const& curve, std::string const& where) {
  auto const& [u, p] = curve;
  bool const steps = !u.empty() && u.size() == p.size() && std::ranges::is_sorted(u) && !std::isnan(u.front()) &&
                     std::ranges::is_sorted(p, std::greater{});
  if (!steps || !(p.front() <= 1) || !(p.back() >= 0))
    throw metric_error("metrics.success_curve",
                       where + ": expected steps of ascending uncertainties and probabilities that never rise, got " +
                           std::to_string(u.size()) + " and " + std::to_string(p.size()) + " numbers that are none");
}

/// Fits the curve to outcomes: the non-increasing one of least squares (isotonic regression, by pooling adjacent
/// violators; Ayer et al., 1955), after one success and one failure are added to each step's, so that few outcomes
/// promise neither 0 nor 1. Outcomes of equal uncertainty enter as one, so their order does not matter.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`.
[[nodiscard]] inline success_curve success_curve_of(std::span<double const> uncertainties,
                                                    std::vector<bool> const& failed) {
  require_paired(uncertainties.size(), failed.size(), "success curve");
  require_numbers(uncertainties, "success curve");
  struct step {
    double last, successes, count;
    [[nodiscard]] double rate() const { return successes / count; }
  };
  std::vector<step> steps;
  auto const order = detail::ascending_order(uncertainties);
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    step now{uncertainties[order[begin]], 0, 0};
    for (; end < order.size() && uncertainties[order[end]] == now.last; ++end, ++now.count)
      now.successes += failed[order[end]] ? 0 : 1;
    for (; !steps.empty() && steps.back().rate() <= now.rate(); steps.pop_back())
      now.successes += steps.back().successes, now.count += steps.back().count;
    steps.push_back(now);
  }
  success_curve curve;
  for (auto const& each : steps) {
    double const probability = (each.successes + 1) / (each.count + 2);
    curve.uncertainties.push_back(each.last);
    // The added pair may lift a short step above the one before it.
    curve.probabilities.push_back(curve.probabilities.empty() ? probability
                                                              : std::min(probability, curve.probabilities.back()));
  }
  return curve;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_SUCCESS_CURVE_HPP
