#include <suregrasp/robot/vector3.hpp>

#include <catch2/catch.hpp>
#include <limits>

using namespace suregrasp;

TEST_CASE("vector3: products and lengths") {
  constexpr vector3 a{1, 2, 3}, b{-2, 0, 5};
  static_assert(dot(a, b) == 13);
  static_assert(cross(a, b) == vector3{10, -11, 4});
  static_assert(a + b - b == a);
  CHECK(norm({2, 3, 6}) == 7);
  CHECK(unit({0, 0, -4}) == vector3{0, 0, -1});
  CHECK(across({3, 4, 5}, {0, 1, 0}) == vector3{3, 0, 5});
  CHECK(is_finite(a));
  CHECK_FALSE(is_finite({0, std::numeric_limits<double>::infinity(), 0}));
  CHECK(text_of(a) == "{x: 1, y: 2, z: 3}");
}
