#ifndef SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
#define SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What intervals hold where they are tried on data that did not calibrate them.
struct conformal_coverage {
  std::size_t splits = 0;  ///< that left enough to calibrate with
  double coverage = 0;     ///< mean share of the errors within their intervals
  interval middle{};       ///< of the splits, from the 5 % of least coverage to the 5 % of most
  double half_width = 0;   ///< mean, in the unit of the errors
  friend bool operator==(conformal_coverage const&, conformal_coverage const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_coverage;
    return list(field{"splits", &c::splits}, field{"coverage", &c::coverage}, field{"middle", &c::middle},
                field{"half_width", &c::half_width});
  }
};

/// Tries intervals: again and again half of the groups, as photographs, calibrates them and the other half is looked
/// at.
///
/// `group[i]` says to which group pair i belongs; groups stay together. Throws as `calibrate_intervals`, and
/// metric_error `metrics.length` for another number of groups.
[[nodiscard]] inline conformal_coverage conformal_coverage_of(
    std::span<double const> errors, std::span<double const> uncertainties, std::span<std::size_t const> group,
    conformal_options const& options = {}, std::size_t splits = 1000, random_stream draw = random_stream(0)) {
  require_paired(errors.size(), group.size(), "conformal coverage, groups");
  (void)calibrate_intervals(errors, uncertainties, options);  // checks them
  std::vector<std::size_t> groups(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  conformal_coverage result;
  std::vector<double> coverages;
  for (std::size_t split = 0; split < splits; ++split) {
    auto order = groups;
    draw.shuffle(order);
    std::vector<std::size_t> known(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2));
    std::sort(known.begin(), known.end());
    std::vector<double> known_errors, known_uncertainties;
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < errors.size(); ++i)
      if (!std::binary_search(known.begin(), known.end(), group[i]))
        later.push_back(i);
      else
        known_errors.push_back(errors[i]), known_uncertainties.push_back(uncertainties[i]);
    if (known_errors.empty() || later.empty()) continue;
    auto const found = calibrate_intervals(known_errors, known_uncertainties, options);
    if (!found) continue;
    double inside = 0, width = 0;
    for (auto const i : later) {
      double const half = found->half_width(uncertainties[i]);
      inside += std::abs(errors[i]) <= half ? 1 : 0, width += half;
    }
    coverages.push_back(inside / static_cast<double>(later.size()));
    result.half_width += width / static_cast<double>(later.size());
  }
  result.splits = coverages.size();
  if (coverages.empty()) return result;
  std::sort(coverages.begin(), coverages.end());
  for (double const each : coverages) result.coverage += each / static_cast<double>(coverages.size());
  result.half_width /= static_cast<double>(coverages.size());
  result.middle = {coverages[coverages.size() / 20], coverages[coverages.size() - 1 - coverages.size() / 20]};
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
