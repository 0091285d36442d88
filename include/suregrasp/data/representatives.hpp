#ifndef SUREGRASP_DATA_REPRESENTATIVES_HPP
#define SUREGRASP_DATA_REPRESENTATIVES_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <vector>

/// A few points that stand for many.
namespace suregrasp::inline v2 {

/// What representatives are to make small.
enum class representative_rule {
  /// The mean unlikeness 1 - exp(-d^2 / 2 s^2) of a point to its nearest representative (Cornuejols et al. 1977), s the
  /// median distance between two points: what is unlike everything counts once, however far away it is.
  facility_location,
  k_centre  ///< the largest such distance (Gonzalez 1985): outliers are chosen first
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(representative_rule) {
  return std::array{named_value{representative_rule::facility_location, "facility_location", "facility-location"},
                    named_value{representative_rule::k_centre, "k_centre", "k-centre"}};
}

/// A chosen point.
struct representative {
  std::size_t position = 0;
  double distance = 0;  ///< what the rule makes small, with this one
  friend bool operator==(representative const&, representative const&) = default;
};

namespace detail {

[[nodiscard]] inline double distance_between(std::vector<double> const& a, std::vector<double> const& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

/// Points whose coordinates all vary by 1; those that do not vary stay as they are.
[[nodiscard]] inline std::vector<std::vector<double>> standardised(std::span<std::vector<double> const> points) {
  std::vector<std::vector<double>> all(points.begin(), points.end());
  auto const count = static_cast<double>(all.size());
  for (std::size_t k = 0; !all.empty() && k < all.front().size(); ++k) {
    double sum = 0, squares = 0;
    for (auto const& p : all) sum += p[k] / count;
    for (auto const& p : all) squares += (p[k] - sum) * (p[k] - sum) / count;
    if (squares > 0)
      for (auto& p : all) p[k] /= std::sqrt(squares);
  }
  return all;
}

/// The distances between points, two by two; as unlikeness for `facility_location`.
[[nodiscard]] inline std::vector<std::vector<double>> distances_among(std::vector<std::vector<double>> const& points,
                                                                      representative_rule rule) {
  std::vector<std::vector<double>> distance(points.size(), std::vector<double>(points.size()));
  std::vector<double> all;
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      all.push_back(distance[i][j] = distance[j][i] = distance_between(points[i], points[j]));
  if (rule == representative_rule::k_centre || all.empty()) return distance;
  auto const middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::ranges::nth_element(all, middle);
  double const width = *middle > 0 ? *middle : 1;
  for (auto& row : distance)
    for (double& d : row) d = -std::expm1(-d * d / (2 * width * width));
  return distance;
}

/// Mean of the distances by weight, or the largest weighted one.
[[nodiscard]] inline double summed(std::span<double const> distances, std::span<double const> weights,
                                   representative_rule rule) {
  double sum = 0, weight = 0, largest = 0;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    double const w = weights.empty() ? 1 : weights[i];
    sum += w * distances[i], weight += w;
    largest = std::max(largest, w * distances[i]);
  }
  if (rule == representative_rule::k_centre) return largest;
  return weight > 0 ? sum / weight : 0;
}

}  // namespace detail

/// `count` of the points, chosen one after the other so that each makes what the rule says as small as it can:
/// within 1 - 1/e of the best choice for `facility_location`, within twice the best for `k_centre`. Each coordinate
/// counts in units of its standard deviation. A point of larger weight needs a representative the more. Fewer where
/// there are fewer points. Costs `count` times the square of the points.
///
/// Throws `shape_error` `data.representatives` for points of different sizes or other than one weight a point,
/// `data_error` `data.representatives` for numbers that are not finite or weights below 0.
[[nodiscard]] inline std::vector<representative> choose_representatives(
    std::span<std::vector<double> const> points, std::size_t count,
    representative_rule rule = representative_rule::facility_location, std::span<double const> weights = {}) {
  for (auto const& p : points) {
    if (p.size() != points.front().size())
      throw shape_error("data.representatives", "expected points of " + std::to_string(points.front().size()) +
                                                    " coordinates, got one of " + std::to_string(p.size()));
    if (!std::ranges::all_of(p, [](double x) { return std::isfinite(x); }))
      throw data_error("data.representatives", "expected finite coordinates, got others");
  }
  if (!weights.empty() && weights.size() != points.size())
    throw shape_error("data.representatives",
                      "expected " + std::to_string(points.size()) + " weights, got " + std::to_string(weights.size()));
  if (!std::ranges::all_of(weights, [](double w) { return w >= 0 && std::isfinite(w); }))
    throw data_error("data.representatives", "expected finite weights of at least 0, got others");
  auto const all = detail::standardised(points);
  auto const distance = detail::distances_among(all, rule);
  std::vector<representative> chosen;
  std::vector<char> taken(all.size());
  std::vector<double> nearest(all.size(), std::numeric_limits<double>::max() / 4), trial(all.size());
  while (chosen.size() < std::min(count, all.size())) {
    representative best{0, std::numeric_limits<double>::infinity()};
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (taken[j] != 0) continue;
      for (std::size_t i = 0; i < all.size(); ++i) trial[i] = std::min(nearest[i], distance[j][i]);
      if (double const d = detail::summed(trial, weights, rule); d < best.distance) best = {j, d};
    }
    for (std::size_t i = 0; i < all.size(); ++i) nearest[i] = std::min(nearest[i], distance[best.position][i]);
    taken[best.position] = 1;
    chosen.push_back(best);
  }
  return chosen;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_REPRESENTATIVES_HPP
