#include <suregrasp/robot/transform.hpp>

#include <array>
#include <catch2/catch.hpp>
#include <limits>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct left;
struct middle;
struct right;

template <class First, class Second>
concept multiply = requires(First const& first, Second const& second) { first* second; };
template <class Transform, class Point>
concept maps = requires(Transform const& t, Point const& p) { t(p); };

// A transform in the wrong direction does not compile.
static_assert(multiply<transform<middle, right>, transform<left, middle>>);
static_assert(!multiply<transform<left, middle>, transform<middle, right>>);
static_assert(!multiply<transform<middle, right>, transform<middle, left>>);
static_assert(maps<transform<left, right>, position<left>>);
static_assert(!maps<transform<left, right>, position<right>>);
static_assert(!maps<transform<left, right>, vector3>);
static_assert(!std::is_convertible_v<transform<left, right>, transform<right, left>>);

transform<left, middle> const quarter{rotation::from_rows({0, -1, 0, 1, 0, 0, 0, 0, 1}), {1, 2, 3}};
transform<middle, right> const shift{{}, {10, 0, 0}};

}  // namespace

TEST_CASE("transform: turns, then moves") {
  CHECK(quarter(position<left>{{1, 0, 0}}) == vector3{1, 3, 3});
  CHECK((shift * quarter)(position<left>{{1, 0, 0}}) == vector3{11, 3, 3});
  CHECK(quarter.inverse()(quarter(position<left>{{4, 5, 6}})) == vector3{4, 5, 6});
  CHECK((quarter.inverse() * quarter) == transform<left, left>{});
}

TEST_CASE("transform: 4x4, row by row") {
  std::array<double, 16> const m{0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1};
  CHECK(quarter.matrix() == m);
  CHECK(transform<left, middle>::from_matrix(m) == quarter);
}

TEST_CASE("transform: a matrix that is none is refused by name") {
  std::array<double, 16> const good{0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1};
  auto const changed = [&](auto const& change) {
    auto m = good;
    change(m);
    return error_of([&] { (void)transform<left, right>::from_matrix(m); }).id;
  };
  CHECK(changed([](auto&) {}).empty());
  CHECK(changed([](auto& m) { m[3] = std::numeric_limits<double>::infinity(); }) == "geometry.transform.finite");
  CHECK(changed([](auto& m) { m[12] = 0.5; }) == "geometry.transform.last_row");
  CHECK(changed([](auto& m) { m[15] = 0; }) == "geometry.transform.last_row");
  CHECK(changed([](auto& m) { m[0] = 0.1; }) == "geometry.rotation.rigid");
  CHECK(changed([](auto& m) { m[10] = -1; }) == "geometry.rotation.proper");
  CHECK(changed([](auto& m) { m = {0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 1, 2, 3, 1}; }) ==
        "geometry.transform.last_row");  // column by column
}
