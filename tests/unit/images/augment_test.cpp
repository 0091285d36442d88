#include <cmath>
#include <suregrasp/images/augment.hpp>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("no augmentation is the plain view") {
  auto const drawn = draw_view(augment_options::none(), 288, random_stream(1));
  CHECK(drawn.map.a == 1);
  CHECK(drawn.map.b == Approx(0).margin(1e-15));
  CHECK(drawn.map.tx == Approx(0).margin(1e-9));
  CHECK(drawn.colours.brightness == 1);
  CHECK(drawn.colours.noise == 0);
  CHECK(drawn.colours.cutouts.empty());
}

TEST_CASE("the same stream draws the same view, another another") {
  auto const options = augment_options::strong();
  random_stream const stream(11);
  CHECK(draw_view(options, 288, stream.fork("v", 1)).map == draw_view(options, 288, stream.fork("v", 1)).map);
  CHECK_FALSE(draw_view(options, 288, stream.fork("v", 1)).map == draw_view(options, 288, stream.fork("v", 2)).map);
}

TEST_CASE("views keep shapes, scale within their range and mirror as often as asked") {
  auto const options = augment_options::strong();
  random_stream const stream(4);
  int mirrored = 0;
  double least_angle = 9, most_angle = -9;
  for (std::uint64_t i = 0; i < 400; ++i) {
    auto const drawn = draw_view(options, 288, stream.fork("v", i));
    auto const& m = drawn.map;
    CHECK(m.a * m.b + m.c * m.d == Approx(0).margin(1e-12));
    double const scale = std::sqrt(std::abs(m.determinant()));
    CHECK(scale >= options.least_scale);
    CHECK(scale <= options.most_scale);
    auto const middle = m(point<double>{143.5, 143.5});
    CHECK(std::abs(middle.x - 143.5) <= options.shift * 288);
    CHECK(std::abs(middle.y - 143.5) <= options.shift * 288);
    mirrored += m.determinant() < 0;
    double const angle = std::atan2(m.c, m.a);
    least_angle = std::min(least_angle, angle);
    most_angle = std::max(most_angle, angle);
    CHECK(drawn.colours.cutouts.size() <= 2);
    CHECK(drawn.colours.brightness >= 0.65);
    CHECK(drawn.colours.brightness <= 1.35);
  }
  CHECK(mirrored > 160);
  CHECK(mirrored < 240);
  CHECK(least_angle < -3);
  CHECK(most_angle > 3);
}
