#include <suregrasp/scenes/domain.hpp>
#include <suregrasp/scenes/impl/antipodal.hpp>

#include "catch2.hpp"

using namespace suregrasp;
using namespace suregrasp::synthetic;

TEST_CASE("a box is grasped across its sides") {
  std::vector<object> const scene{{{{rounded_box{{320, 240}, 50, 15, 1}, 20, 0, 0}}}};
  auto const grasps = antipodal_grasps(scene, random_stream(1));
  REQUIRE(grasps.size() >= 3);
  for (auto const& g : grasps) {
    bool const across = axial_distance(g.theta, radians(90.0)) < 0.05;
    CHECK((across || axial_distance(g.theta, 0.0) < 0.05));
    double const width = across ? 30 : 100;
    CHECK(g.opening >= width + 10);
    CHECK(g.opening <= width + 28.5);
    CHECK((across ? g.y : g.x) == Approx(across ? 240 : 320).margin(0.3));
  }
}

TEST_CASE("a wall nearby takes away the grasps whose plates it touches") {
  object const box{{{rounded_box{{320, 240}, 50, 15, 1}, 20, 0, 0}}};
  object const wall{{{rounded_box{{320, 262}, 200, 3, 0}, 20, 0, 0}}};
  std::vector<object> const scene{box, wall};
  for (auto const& g : antipodal_grasps(scene, random_stream(1), {.most_opening = 60})) CHECK(std::abs(g.y - 240) > 10);
}

TEST_CASE("grasps of every family are antipodal and free, and no two are the same") {
  antipodal_options const options;
  auto families = source_domain().families;
  for (auto const f : target_domain().families) families.push_back(f);
  for (std::size_t i = 0; i < families.size(); ++i) {
    random_stream draw = random_stream(9).fork("family", i);
    auto const thing = families[i](draw).placed({{320, 240}, std::cos(0.4), std::sin(0.4), 1});
    std::vector<object> const scene{thing};
    auto const grasps = antipodal_grasps(scene, draw.fork("grasps"), options);
    INFO("family " << i);
    CHECK(grasps.size() <= options.most);
    for (std::size_t k = 0; k < grasps.size(); ++k) {
      auto const& g = grasps[k];
      point<double> const axis{std::cos(g.theta), -std::sin(g.theta)};
      CHECK(thing.distance({g.x, g.y}) < 0);
      CHECK(synthetic::detail::plates_are_free(scene, g, options));
      double inside = 0;
      for (double t = -g.opening / 2; t <= g.opening / 2; t += 0.25)
        inside += 0.25 * (thing.distance({g.x + t * axis.x, g.y + t * axis.y}) < 0);
      CHECK(inside >= options.least_width - 1);
      CHECK(inside <= g.opening - 2 * options.least_margin + 1);
      for (double const side : {-1.0, 1.0}) {
        double reach = 0;
        while (thing.distance({g.x + side * reach * axis.x, g.y + side * reach * axis.y}) < 0) reach += 0.05;
        auto const n = thing.normal({g.x + side * reach * axis.x, g.y + side * reach * axis.y});
        CHECK(side * (n.x * axis.x + n.y * axis.y) > std::cos(options.friction_angle + 0.15));
      }
      for (std::size_t other = 0; other < k; ++other)
        CHECK_FALSE(synthetic::detail::near_duplicates(g, grasps[other], options));
    }
  }
}
