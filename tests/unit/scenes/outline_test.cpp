#include <numbers>
#include <suregrasp/scenes/impl/outline.hpp>

#include "catch2.hpp"

using namespace suregrasp;
using namespace suregrasp::synthetic;

TEST_CASE("distances are exact where they are easy to see") {
  capsule const rod{{0, 0}, {10, 0}, 2, 2};
  CHECK(rod.distance({5, 0}) == Approx(-2));
  CHECK(rod.distance({5, 5}) == Approx(3));
  CHECK(rod.distance({14, 3}) == Approx(3));
  rounded_box const box{{1, 1}, 10, 5, 2};
  CHECK(box.distance({1, 1}) == Approx(-5));
  CHECK(box.distance({13, 1}) == Approx(2));
  CHECK(box.distance({11, 6}) == Approx(2 * std::numbers::sqrt2 - 2));
  ring const tape{{0, 0}, 20, 4};
  CHECK(tape.distance({0, 0}) == Approx(16));
  CHECK(tape.distance({20, 0}) == Approx(-4));
  CHECK(tape.distance({0, -30}) == Approx(6));
}

TEST_CASE("a placed outline sees a placed point at its scaled distance") {
  pose const where{{100, 50}, std::cos(0.7), std::sin(0.7), 1.5};
  auto const check = [&](auto const& shape) {
    for (point<double> const p : {point<double>{0, 0}, {12, 3}, {-7, 20}})
      CHECK(shape.placed(where).distance(where(p)) == Approx(1.5 * shape.distance(p)));
    CHECK(shape.placed(where).reach() == Approx(1.5 * shape.reach()));
  };
  check(capsule{{0, 0}, {10, 4}, 2, 5});
  check(rounded_box{{1, 1}, 10, 5, 2, {0, 1}});
  check(ring{{3, 0}, 20, 4});
}
