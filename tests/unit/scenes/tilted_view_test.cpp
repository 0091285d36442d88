#include <suregrasp/scenes/impl/tilted_view.hpp>

#include "catch2.hpp"

using namespace suregrasp;
using synthetic::tilted_view;

TEST_CASE("without tilt everything is where it was") {
  tilted_view const view({640, 480}, 526, 0, 1.3);
  auto const p = view.from_above({17, 333});
  CHECK(p.x == Approx(17));
  CHECK(p.y == Approx(333));
  CHECK(view.distance({17, 333}) == Approx(1));
}

TEST_CASE("there and back is where one was, and the middle stays") {
  tilted_view const view({640, 480}, 526, 0.12, 2.1);
  for (auto const& p : {point<double>{0, 0}, {639, 0}, {100, 400}, {320, 240}}) {
    auto const back = view.projected(view.from_above(p));
    CHECK(back.x == Approx(p.x).margin(1e-9));
    CHECK(back.y == Approx(p.y).margin(1e-9));
  }
  CHECK(view.projected(point<double>{320, 240}).x == Approx(320));
}

TEST_CASE("a tilted camera sees straight lines as straight, and the far side smaller and deeper") {
  tilted_view const view({640, 480}, 526, 0.12, 0);
  auto const at = [&](double x, double y) { return view.projected(point<double>{x, y}); };
  auto const a = at(100, 100), b = at(300, 200), c = at(500, 300);
  CHECK((b.x - a.x) * (c.y - a.y) == Approx((c.x - a.x) * (b.y - a.y)));
  CHECK(view.distance({620, 240}) > 1.05);
  CHECK(view.distance({20, 240}) < 0.95);
  auto const far = view.projected(grasp<double>{600, 240, 0, 40, 20}),
             near = view.projected(grasp<double>{40, 240, 0, 40, 20});
  CHECK(far.opening < near.opening);
  CHECK(far.jaw < near.jaw);
  CHECK(far.theta == Approx(0).margin(1e-9));
}

TEST_CASE("a line of pixels is seen as its pixels are") {
  tilted_view const view({640, 480}, 526, 0.12, 2.1);
  for (int const row : {0, 137, 479}) {
    auto const line = view.line_of(row);
    for (int const column : {0, 5, 320, 639}) {
      point<double> const pixel{static_cast<double>(column), static_cast<double>(row)};
      auto const one = view.from_above(pixel);
      auto const [u, v, distance] = line.at(column);
      CHECK(u == Approx(one.x).margin(2e-3));
      CHECK(v == Approx(one.y).margin(2e-3));
      CHECK(distance == Approx(view.distance(pixel)).margin(1e-5));
    }
  }
}
