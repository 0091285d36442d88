#ifndef SUREGRASP_DATA_SPLIT_HPP
#define SUREGRASP_DATA_SPLIT_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The positions of a list divided into two sides, each in ascending order.
struct data_split {
  std::vector<std::size_t> train;
  std::vector<std::size_t> test;
};

namespace detail {

/// How many of `count` units, called `unit` in messages, go to the test side. Throws `option_error`
/// `option.split.fraction` where a side would be empty.
[[nodiscard]] inline std::ptrdiff_t units_held_out(double test_fraction, std::size_t count, std::string const& unit) {
  double const wanted = std::round(test_fraction * static_cast<double>(count));
  if (!(wanted >= 1 && wanted < static_cast<double>(count)))
    throw option_error("option.split.fraction", "a test fraction of " + std::to_string(test_fraction) + " of " +
                                                    std::to_string(count) + " " + unit + "s leaves one side empty");
  return static_cast<std::ptrdiff_t>(wanted);
}

/// `split_by(first, last)` for each of `folds` consecutive parts of the units in `order`.
template <class Unit, class SplitBy>
[[nodiscard]] std::vector<data_split> fold_units(std::vector<Unit> const& order, std::size_t folds,
                                                 std::string const& unit, SplitBy const& split_by) {
  if (folds < 2 || folds > order.size())
    throw option_error("option.split.folds", "expected 2 to " + std::to_string(order.size()) + " folds, one " + unit +
                                                 " each at least, got " + std::to_string(folds));
  auto const at = [&](std::size_t fold) {
    return order.begin() + static_cast<std::ptrdiff_t>(order.size() * fold / folds);
  };
  std::vector<data_split> splits;
  for (std::size_t fold = 0; fold < folds; ++fold) splits.push_back(split_by(at(fold), at(fold + 1)));
  return splits;
}

/// The numbers of the blocks of `block_size` consecutive positions, in a random order.
[[nodiscard]] inline std::vector<std::size_t> shuffled_blocks(std::size_t count, std::size_t block_size,
                                                              random_stream stream) {
  if (block_size == 0) throw option_error("option.split.block_size", "a block needs at least one element, got 0");
  std::vector<std::size_t> blocks((count + block_size - 1) / block_size);
  std::iota(blocks.begin(), blocks.end(), std::size_t{0});
  stream.shuffle(blocks);
  return blocks;
}

[[nodiscard]] inline data_split split_by_test_blocks(std::size_t count, std::size_t block_size,
                                                     std::vector<std::size_t> test_blocks) {
  std::ranges::sort(test_blocks);
  data_split split;
  for (std::size_t i = 0; i < count; ++i)
    (std::ranges::binary_search(test_blocks, i / block_size) ? split.test : split.train).push_back(i);
  return split;
}

}  // namespace detail

/// A split that keeps blocks of `block_size` consecutive positions together; about `test_fraction` of the blocks go to
/// the test side.
///
/// In Cornell, photographs of one object have consecutive ids. On entries sorted by id, a split by blocks therefore
/// keeps most objects on one side, where a random split would test on objects of the training side. A block size of 1
/// is the random split. Throws `option_error`: `option.split.fraction` where a side would be empty,
/// `option.split.block_size`.
[[nodiscard]] inline data_split split_by_blocks(std::size_t count, std::size_t block_size, double test_fraction,
                                                random_stream const& stream) {
  auto blocks = detail::shuffled_blocks(count, block_size, stream.fork("split"));
  blocks.resize(static_cast<std::size_t>(detail::units_held_out(test_fraction, blocks.size(), "block")));
  return detail::split_by_test_blocks(count, block_size, std::move(blocks));
}

/// A random split: about `test_fraction` of the positions go to the test side. Throws `option_error`
/// `option.split.fraction` where a side would be empty.
[[nodiscard]] inline data_split split_randomly(std::size_t count, double test_fraction, random_stream const& stream) {
  return split_by_blocks(count, 1, test_fraction, stream);
}

/// Cross validation: `folds` splits whose test sides are disjoint, cover all positions and keep blocks together. Throws
/// `option_error`: `option.split.folds`, `option.split.block_size`.
[[nodiscard]] inline std::vector<data_split> fold_by_blocks(std::size_t count, std::size_t block_size,
                                                            std::size_t folds, random_stream const& stream) {
  auto const blocks = detail::shuffled_blocks(count, block_size, stream.fork("folds"));
  return detail::fold_units(blocks, folds, "block", [&](auto first, auto last) {
    return detail::split_by_test_blocks(count, block_size, {first, last});
  });
}

/// `count` of the given positions, chosen at random, in ascending order. With the same stream, a choice of a larger
/// `count` contains those of smaller ones, so that sweeps over the number of labels are nested. Throws `option_error`
/// `option.split.labels` where there are fewer positions.
[[nodiscard]] inline std::vector<std::size_t> labelled_subset(std::vector<std::size_t> positions, std::size_t count,
                                                              random_stream const& stream) {
  if (count > positions.size())
    throw option_error("option.split.labels", "asked for " + std::to_string(count) + " labelled samples of " +
                                                  std::to_string(positions.size()));
  auto draw = stream.fork("labels");
  draw.shuffle(positions);
  positions.resize(count);
  std::ranges::sort(positions);
  return positions;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SPLIT_HPP
