#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <suregrasp/data/group_split.hpp>
#include <suregrasp/data/representatives.hpp>
#include <suregrasp/data/split.hpp>
#include <vector>

#include "properties.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using indices = std::vector<std::size_t>;
using names = std::vector<std::string>;

namespace {

counts const seeds{0, 100000}, sizes{0, 120}, blocks{1, 9};
numbers const fractions{0, 1};

/// Names of the objects of up to 60 photographs.
auto const objects = [](choices& from) {
  names all;
  for (auto const n : lists(counts{0, 15}, 0, 60)(from)) all.push_back("object " + std::to_string(n));
  return all;
};

/// What a function makes, or the id of the error that it throws.
template <class Make>
couple<data_split, std::string> tried(Make const& make) {
  try {
    return {make(), {}};
  } catch (error const& problem) {
    return {{}, problem.id()};
  }
}

/// Both sides ascend, neither is empty, and together they are 0 ... count - 1 once each.
bool shares_out(data_split const& split, std::size_t count) {
  indices both, all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::ranges::merge(split.train, split.test, std::back_inserter(both));
  return both == all && !split.train.empty() && !split.test.empty();
}

/// No unit is on both sides.
template <class UnitOf>
bool keeps_whole(data_split const& split, UnitOf const& unit_of) {
  std::set<decltype(unit_of(0))> learned;
  for (auto const i : split.train) learned.insert(unit_of(i));
  return std::ranges::none_of(split.test, [&](std::size_t i) { return learned.contains(unit_of(i)); });
}

/// The test sides of folds are everything once, and each fold is a split.
bool are_folds(std::vector<data_split> const& folds, std::size_t count) {
  indices tested, all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (auto const& fold : folds) {
    if (!shares_out(fold, count)) return false;
    tested.insert(tested.end(), fold.test.begin(), fold.test.end());
  }
  std::ranges::sort(tested);
  return tested == all;
}

}  // namespace

TEST_CASE("splits by blocks: everything once, no block cut, as large as asked for, or refused") {
  for_all(
      "blocks", sizes, blocks, fractions, seeds, [](std::size_t n, std::size_t size, double share, std::size_t seed) {
        auto const [split, refused] = tried([&] { return split_by_blocks(n, size, share, random_stream(seed)); });
        auto const units = static_cast<double>((n + size - 1) / size), wanted = std::round(share * units);
        if (!refused.empty()) return refused == "option.split.fraction" && !(wanted >= 1 && wanted < units);
        auto const block_of = [&](std::size_t i) { return i / size; };
        std::set<std::size_t> tested;
        for (auto const i : split.test) tested.insert(block_of(i));
        return shares_out(split, n) && keeps_whole(split, block_of) && static_cast<double>(tested.size()) == wanted &&
               split_by_blocks(n, size, share, random_stream(seed)).test == split.test;
      });
  for_all("folds", sizes, blocks, counts{2, 12}, seeds,
          [](std::size_t n, std::size_t size, std::size_t folds, std::size_t seed) {
            if (folds > (n + size - 1) / size) return true;
            auto const all = fold_by_blocks(n, size, folds, random_stream(seed));
            return all.size() == folds && are_folds(all, n) && std::ranges::all_of(all, [&](data_split const& each) {
                     return keeps_whole(each, [&](std::size_t i) { return i / size; });
                   });
          });
}

TEST_CASE("splits by group: everything once, no group cut, and the order of the photographs does not matter") {
  for_all("groups", objects, fractions, seeds, [](names const& groups, double share, std::size_t seed) {
    auto const [split, refused] = tried([&] { return split_by_group(groups, share, random_stream(seed)); });
    auto const units = static_cast<double>(std::set(groups.begin(), groups.end()).size());
    double const wanted = std::round(share * units);
    if (!refused.empty()) return refused == "option.split.fraction" && !(wanted >= 1 && wanted < units);
    return shares_out(split, groups.size()) && keeps_whole(split, [&](std::size_t i) { return groups[i]; });
  });
  for_all("order", objects, seeds, [](names const& groups, std::size_t seed) {
    if (std::set(groups.begin(), groups.end()).size() < 2) return true;
    auto shuffled = groups;
    random_stream(seed).shuffle(shuffled);
    auto const tested = [&](names const& all) {
      std::set<std::string> result;
      for (auto const i : split_by_group(all, 0.5, random_stream(seed)).test) result.insert(all[i]);
      return result;
    };
    return tested(shuffled) == tested(groups);
  });
  for_all("folds", objects, counts{2, 12}, seeds, [](names const& groups, std::size_t folds, std::size_t seed) {
    if (folds > std::set(groups.begin(), groups.end()).size()) return true;
    auto const all = fold_by_group(groups, folds, random_stream(seed));
    return all.size() == folds && are_folds(all, groups.size()) &&
           std::ranges::all_of(all, [&](data_split const& each) {
             return keeps_whole(each, [&](std::size_t i) { return groups[i]; });
           });
  });
}

TEST_CASE("labelled samples: of those that there are, as many as asked for, and the same ones first") {
  for_all("at random", lists(counts{0, 500}), counts{0, 20}, counts{0, 20}, seeds,
          [](indices positions, std::size_t a, std::size_t b, std::size_t seed) {
            std::ranges::sort(positions);
            auto const less = std::min({a, b, positions.size()}), more = std::min(std::max(a, b), positions.size());
            auto const few = labelled_subset(positions, less, random_stream(seed));
            auto const many = labelled_subset(positions, more, random_stream(seed));
            return few.size() == less && many.size() == more && std::ranges::includes(many, few) &&
                   std::ranges::includes(positions, many);
          });
  for_all("per group", objects, counts{0, 4}, counts{0, 4}, seeds,
          [](names const& groups, std::size_t a, std::size_t b, std::size_t seed) {
            indices all(groups.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            auto const few = labelled_per_group(all, groups, std::min(a, b), random_stream(seed));
            auto const many = labelled_per_group(all, groups, std::max(a, b), random_stream(seed));
            std::map<std::string, std::size_t> there, chosen;
            for (auto const& each : groups) ++there[each];
            for (auto const i : many) ++chosen[groups[i]];
            for (auto const& [group, count] : there)
              if (chosen[group] != std::min(std::max(a, b), count)) return false;
            return std::ranges::includes(many, few) && std::ranges::includes(all, many);
          });
}

TEST_CASE("representatives: different points, each of which leaves no more to be represented") {
  auto const points = lists(lists(numbers{-1e3, 1e3}, 2, 2), 0, 15);
  for (auto const rule : {representative_rule::facility_location, representative_rule::k_centre})
    for_all("representatives", points, counts{0, 16}, [&](std::vector<std::vector<double>> const& all, std::size_t n) {
      auto const chosen = choose_representatives(all, n, rule);
      std::set<std::size_t> different;
      double left = std::numeric_limits<double>::infinity();
      for (auto const& each : chosen) {
        if (!(each.distance <= left + 1e-12) || each.distance < 0) return false;
        different.insert(each.position), left = each.distance;
      }
      return chosen.size() == std::min(n, all.size()) && different.size() == chosen.size() &&
             (chosen.size() < all.size() || chosen.empty() || left == 0);
    });
}
