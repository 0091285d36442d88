#include <set>
#include <suregrasp/data/group_split.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

/// 60 positions of 20 objects, 2 to 4 each.
std::vector<std::string> objects() {
  std::vector<std::string> result;
  for (int object = 0; object < 20; ++object)
    for (int i = 0; i < 2 + object % 3; ++i) result.push_back("object " + std::to_string(object));
  return result;
}

std::set<std::string> groups_of(std::vector<std::size_t> const& positions, std::vector<std::string> const& groups) {
  std::set<std::string> result;
  for (auto const i : positions) result.insert(groups[i]);
  return result;
}

}  // namespace

TEST_CASE("a group is on one side, and the sides are everything") {
  auto const groups = objects();
  auto const split = split_by_group(groups, 0.25, random_stream(3));
  CHECK(split.train.size() + split.test.size() == groups.size());
  auto const learned = groups_of(split.train, groups), tested = groups_of(split.test, groups);
  CHECK(tested.size() == 5);
  for (auto const& each : tested) CHECK_FALSE(learned.contains(each));
  CHECK(split_by_group(groups, 0.25, random_stream(3)).test == split.test);
  CHECK(split_by_group(groups, 0.25, random_stream(4)).test != split.test);
}

TEST_CASE("folds test everything once and keep groups whole") {
  auto const groups = objects();
  std::set<std::size_t> tested;
  for (auto const& fold : fold_by_group(groups, 4, random_stream(3))) {
    auto const learned = groups_of(fold.train, groups);
    for (auto const& each : groups_of(fold.test, groups)) CHECK_FALSE(learned.contains(each));
    for (auto const i : fold.test) CHECK(tested.insert(i).second);
  }
  CHECK(tested.size() == groups.size());
}

TEST_CASE("labels of each group are nested in their number") {
  auto const groups = objects();
  std::vector<std::size_t> const train = split_by_group(groups, 0.25, random_stream(3)).train;
  auto const one = labelled_per_group(train, groups, 1, random_stream(3));
  auto const two = labelled_per_group(train, groups, 2, random_stream(3));
  CHECK(one.size() == 15);
  CHECK(groups_of(one, groups).size() == 15);
  CHECK(two.size() == 30);
  CHECK(std::ranges::includes(two, one));
  CHECK(std::ranges::includes(train, two));
}

TEST_CASE("what cannot be split is refused") {
  auto const id_of = [](std::vector<std::string> const& groups, double share) {
    return error_of([&] { (void)split_by_group(groups, share, random_stream(1)); }).id;
  };
  CHECK(id_of({"a", "", "b"}, 0.5) == "option.split.objects");
  CHECK(id_of({"a", "a"}, 0.5) == "option.split.fraction");
  CHECK(id_of({"a", "b"}, 1) == "option.split.fraction");
  CHECK(error_of([] { (void)fold_by_group(objects(), 21, random_stream(1)); }).id == "option.split.folds");
}
