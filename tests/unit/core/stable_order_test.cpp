#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <suregrasp/core/impl/stable_order.hpp>
#include <vector>

using suregrasp::detail::ascending_order;
using suregrasp::detail::descending_order;
using positions = std::vector<std::size_t>;

TEST_CASE("stable_order: equal values keep their order, either way round") {
  std::vector<double> const values{2, 1, 2, 3, 1};
  CHECK(ascending_order<double>(values) == positions{1, 4, 0, 2, 3});
  CHECK(descending_order<double>(values) == positions{3, 0, 2, 1, 4});
  CHECK(ascending_order<std::int64_t>(std::vector<std::int64_t>{7, -1, 7}) == positions{1, 0, 2});
  CHECK(descending_order<float>(std::vector<float>{-0.0F, 0.0F}) == positions{0, 1});
}

TEST_CASE("stable_order: infinities have a rank") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  CHECK(ascending_order<double>(std::vector<double>{inf, 0, -inf}) == positions{2, 1, 0});
  CHECK(descending_order<double>(std::vector<double>{-inf, inf, 0}) == positions{1, 2, 0});
  CHECK(ascending_order<double>({}).empty());
}
