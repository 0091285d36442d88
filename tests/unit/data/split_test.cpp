#include <set>
#include <suregrasp/data/split.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

std::set<std::size_t> as_set(std::vector<std::size_t> const& v) { return {v.begin(), v.end()}; }

}  // namespace

TEST_CASE("a split covers everything once and never divides a block") {
  auto const split = split_by_blocks(103, 5, 0.2, random_stream(3));
  CHECK(split.train.size() + split.test.size() == 103);
  auto all = as_set(split.train);
  all.merge(as_set(split.test));
  CHECK(all.size() == 103);
  CHECK(split.test.size() >= 18);
  CHECK(split.test.size() <= 20);
  std::set<std::size_t> train_blocks, test_blocks;
  for (auto const i : split.train) train_blocks.insert(i / 5);
  for (auto const i : split.test) test_blocks.insert(i / 5);
  CHECK(train_blocks.size() + test_blocks.size() == 21);
}

TEST_CASE("the same seed gives the same split, another seed another") {
  CHECK(split_randomly(100, 0.3, random_stream(1)).test == split_randomly(100, 0.3, random_stream(1)).test);
  CHECK(split_randomly(100, 0.3, random_stream(1)).test != split_randomly(100, 0.3, random_stream(2)).test);
  CHECK(split_randomly(100, 0.3, random_stream(1)).test.size() == 30);
}

TEST_CASE("the test sides of folds are disjoint and cover everything") {
  auto const folds = fold_by_blocks(47, 4, 5, random_stream(8));
  REQUIRE(folds.size() == 5);
  std::set<std::size_t> tested;
  for (auto const& fold : folds) {
    CHECK(fold.train.size() + fold.test.size() == 47);
    CHECK_FALSE(fold.test.empty());
    for (auto const i : fold.test) CHECK(tested.insert(i).second);
  }
  CHECK(tested.size() == 47);
}

TEST_CASE("labelled subsets of one stream are nested") {
  std::vector<std::size_t> const positions{4, 8, 15, 16, 23, 42, 99};
  auto const three = labelled_subset(positions, 3, random_stream(5));
  auto const five = labelled_subset(positions, 5, random_stream(5));
  CHECK(three.size() == 3);
  CHECK(std::ranges::includes(five, three));
  CHECK(std::ranges::includes(positions, five));
}

TEST_CASE("splits that make no sense are refused") {
  CHECK(error_of([] { (void)split_by_blocks(10, 0, 0.5, random_stream(1)); }).id == "option.split.block_size");
  CHECK(error_of([] { (void)split_by_blocks(10, 5, 0.1, random_stream(1)); }).id == "option.split.fraction");
  CHECK(error_of([] { (void)split_by_blocks(10, 5, 1.0, random_stream(1)); }).id == "option.split.fraction");
  CHECK(error_of([] { (void)fold_by_blocks(10, 5, 3, random_stream(1)); }).id == "option.split.folds");
  CHECK(error_of([] { (void)labelled_subset({1, 2}, 3, random_stream(1)); }).id == "option.split.labels");
}
