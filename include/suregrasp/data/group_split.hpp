#ifndef SUREGRASP_DATA_GROUP_SPLIT_HPP
#define SUREGRASP_DATA_GROUP_SPLIT_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/split.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// The distinct groups in a random order that depends on their names and the stream alone. Throws `option_error`
/// `option.split.objects` where an element has no group.
[[nodiscard]] inline std::vector<std::string> shuffled_groups(std::span<std::string const> groups,
                                                              random_stream stream) {
  std::set<std::string> const different(groups.begin(), groups.end());
  if (different.contains(""))
    throw option_error("option.split.objects", "a split by object needs the object of every photograph, " +
                                                   std::to_string(std::ranges::count(groups, std::string())) + " of " +
                                                   std::to_string(groups.size()) +
                                                   " have none: split by blocks of ids instead");
  std::vector<std::string> order(different.begin(), different.end());
  stream.shuffle(order);
  return order;
}

[[nodiscard]] inline data_split split_by_test_groups(std::span<std::string const> groups,
                                                     std::set<std::string> const& test) {
  data_split split;
  for (std::size_t i = 0; i < groups.size(); ++i) (test.contains(groups[i]) ? split.test : split.train).push_back(i);
  return split;
}

}  // namespace detail

/// A split that keeps groups together: about `test_fraction` of the groups go to the test side. `groups[i]` is the
/// group of position i, such as its object. Throws `option_error`: `option.split.objects` where a position has no
/// group, `option.split.fraction` where a side would be empty.
[[nodiscard]] inline data_split split_by_group(std::span<std::string const> groups, double test_fraction,
                                               random_stream const& stream) {
  auto const order = detail::shuffled_groups(groups, stream.fork("group split"));
  auto const held_out = detail::units_held_out(test_fraction, order.size(), "group");
  return detail::split_by_test_groups(groups, {order.begin(), order.begin() + held_out});
}

/// Cross validation: `folds` splits whose test sides are disjoint, cover all positions and keep groups together. Throws
/// `option_error`: `option.split.objects`, `option.split.folds`.
[[nodiscard]] inline std::vector<data_split> fold_by_group(std::span<std::string const> groups, std::size_t folds,
                                                           random_stream const& stream) {
  auto const order = detail::shuffled_groups(groups, stream.fork("group folds"));
  return detail::fold_units(order, folds, "group", [&](auto first, auto last) {
    return detail::split_by_test_groups(groups, {first, last});
  });
}

/// At most `count` of the given positions per group, chosen at random, in ascending order. With the same stream, a
/// choice of a larger `count` contains those of smaller ones.
[[nodiscard]] inline std::vector<std::size_t> labelled_per_group(std::span<std::size_t const> positions,
                                                                 std::span<std::string const> groups, std::size_t count,
                                                                 random_stream const& stream) {
  std::map<std::string, std::vector<std::size_t>> members;
  for (auto const i : positions) members[groups[i]].push_back(i);
  std::vector<std::size_t> chosen;
  for (auto& [group, own] : members) {
    auto draw = stream.fork("labels of " + group);
    draw.shuffle(own);
    chosen.insert(chosen.end(), own.begin(), own.begin() + static_cast<std::ptrdiff_t>(std::min(count, own.size())));
  }
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_GROUP_SPLIT_HPP
