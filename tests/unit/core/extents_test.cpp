#include <catch2/catch.hpp>
#include <sstream>
#include <suregrasp/core/extents.hpp>
#include <type_traits>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;

static_assert(std::is_trivially_copyable_v<extents>);

TEST_CASE("extents: the elements of a shape") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({5}) == 5);
  CHECK(element_count({2, 3, 4}) == 24);
  CHECK(element_count({2, 0, 4}) == 0);
}

TEST_CASE("extents: a shape as text") {
  CHECK(to_string(extents{}) == "[]");
  CHECK(to_string(extents{7}) == "[7]");
  CHECK(to_string(extents{2, 3, -1}) == "[2, 3, -1]");
  std::ostringstream out;
  out << extents{2, 3};
  CHECK(out.str() == "[2, 3]");
}

TEST_CASE("extents: made of a list, a range, a vector or a number of axes") {
  std::vector<std::size_t> const sizes{4, 5, 6};
  CHECK(extents(sizes.begin(), sizes.end()) == extents{4, 5, 6});
  CHECK(extents(sizes.begin() + 1, sizes.end()) == extents{5, 6});
  CHECK(extents(std::vector<std::int64_t>{4, 5}) == extents{4, 5});
  CHECK(extents(std::size_t{3}) == extents{0, 0, 0});
  CHECK(extents(2, 7) == extents{7, 7});
  CHECK(extents{}.empty());
}

TEST_CASE("extents: axes come and go") {
  extents shape{2, 3};
  CHECK(shape.front() == 2);
  CHECK(shape.back() == 3);
  shape.push_back(4);
  CHECK(*shape.insert(shape.begin(), 9) == 9);
  CHECK(shape == extents{9, 2, 3, 4});
  CHECK(*shape.erase(shape.begin() + 1) == 3);
  CHECK(shape == extents{9, 3, 4});
  shape.resize(1);
  shape.resize(3, 1);
  CHECK(shape == extents{9, 1, 1});
  CHECK(shape != extents{9, 1});
  shape[2] = 5;
  CHECK(std::vector<std::int64_t>(shape.begin(), shape.end()) == std::vector<std::int64_t>{9, 1, 5});
}

TEST_CASE("extents: more axes than there is room for are refused, and an axis that there is not") {
  using suregrasp_tests::error_of;
  extents full(extents::capacity, 1);
  CHECK(error_of([&] { full.push_back(1); }).id == "shape.capacity");
  CHECK(error_of([&] { full.insert(full.begin(), 1); }).id == "shape.capacity");
  CHECK(full == extents(extents::capacity, 1));
  auto const longer = error_of([] { (void)extents{1, 1, 1, 1, 1, 1, 1, 1, 1}; });
  CHECK(longer.id == "shape.capacity");
  CHECK(longer.message == "expected a shape of at most 8 axes, got 9");
  CHECK(error_of([] { (void)extents(std::vector<std::int64_t>(9, 1)); }).id == "shape.capacity");
  CHECK(error_of([] { (void)extents(65, 1); }).id == "shape.capacity");
  CHECK(error_of([] { (void)extents{2, 3}.at(2); }).id == "shape.axis");
}
