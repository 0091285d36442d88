#ifndef SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/impl/filter_memory.hpp>
#include <utility>
#include <vector>

/// Filters that judge by group.
namespace suregrasp::inline v2 {

namespace detail {

/// The positions of each group, in the order of the groups' numbers.
[[nodiscard]] inline std::map<std::int64_t, std::vector<std::size_t>> positions_of(
    std::span<std::int64_t const> groups) {
  std::map<std::int64_t, std::vector<std::size_t>> positions;
  for (std::size_t i = 0; i < groups.size(); ++i) positions[groups[i]].push_back(i);
  return positions;
}

}  // namespace detail

/// A filter of its own for each group, such as a class of objects or a pyramid level: it judges the predictions of that
/// group only. `groups` holds the group of each prediction; without it all are one group.
template <confidence_filter Filter>
struct per_group {
  Filter prototype = {};
  std::map<std::int64_t, Filter> filters = {};

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    std::vector<double> weights(uncertainties.size());
    for (auto const& [group, positions] : detail::positions_of(groups)) {
      std::vector<double> own;
      for (auto const i : positions) own.push_back(uncertainties[i]);
      auto const judged = filters.try_emplace(group, prototype).first->second(own);
      for (std::size_t k = 0; k < positions.size(); ++k) weights[positions[k]] = judged[k];
    }
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return (*this)(uncertainties, std::vector<std::int64_t>(uncertainties.size(), 0));
  }

  /// For each group its number, how long its memory is, and its memory.
  [[nodiscard]] std::vector<double> state() const {
    std::vector<double> all;
    for (auto const& [group, filter] : filters) {
      auto const memory = detail::memory_of(filter);
      all.insert(all.end(), {static_cast<double>(group), static_cast<double>(memory.size())});
      all.insert(all.end(), memory.begin(), memory.end());
    }
    return all;
  }
  void load(std::vector<double> const& all) {
    filters.clear();
    for (auto next = all.begin(); next != all.end();) {
      auto& filter = filters.try_emplace(static_cast<std::int64_t>(*next), prototype).first->second;
      auto const first = next + 2, last = first + static_cast<std::ptrdiff_t>(*(next + 1));
      detail::give_memory(filter, {first, last});
      next = last;
    }
  }
};

/// How the uncertainty of a group follows from those of its members.
enum class group_reduction { mean, largest };

/// Judges whole groups, such as images with many locations: all of a group's predictions get the weight of the group.
/// A group with a NaN is never kept.
template <confidence_filter Filter>
struct whole_groups {
  Filter filter = {};
  group_reduction reduction = group_reduction::mean;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties,
                                               std::span<std::int64_t const> groups) {
    auto const members = detail::positions_of(groups);
    std::vector<double> reduced;
    for (auto const& [group, positions] : members) reduced.push_back(reduce(uncertainties, positions));
    auto const judged = filter(reduced);
    std::vector<double> weights(uncertainties.size());
    std::size_t next = 0;
    for (auto const& [group, positions] : members) {
      for (auto const i : positions) weights[i] = judged[next];
      ++next;
    }
    return weights;
  }
  [[nodiscard]] std::vector<double> operator()(std::span<double const> uncertainties) {
    return (*this)(uncertainties, std::vector<std::int64_t>(uncertainties.size(), 0));
  }

  [[nodiscard]] double threshold() const
    requires threshold_filter<Filter>
  {
    return filter.threshold();
  }
  [[nodiscard]] std::vector<double> state() const { return detail::memory_of(filter); }
  void load(std::vector<double> const& memory) { detail::give_memory(filter, memory); }

 private:
  [[nodiscard]] double reduce(std::span<double const> uncertainties, std::vector<std::size_t> const& positions) const {
    double sum = 0, largest = -std::numeric_limits<double>::infinity();
    for (auto const i : positions) {
      sum += uncertainties[i];
      largest = std::fmax(largest, uncertainties[i]);
    }
    if (std::isnan(sum)) return sum;
    return reduction == group_reduction::mean ? sum / static_cast<double>(positions.size()) : largest;
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_GROUPED_FILTER_HPP
