#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <sstream>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/affine_map.hpp>

#include "random_grasps.hpp"

using namespace suregrasp;
using map = affine_map<double>;
using at = point<double>;

namespace {

constexpr double pi = std::numbers::pi;

double distance(point<double> p, point<double> q) { return std::hypot(p.x - q.x, p.y - q.y); }

/// Largest distance from a corner of one figure to the nearest corner of the other.
double corner_distance(std::array<point<double>, 4> const& a, std::array<point<double>, 4> const& b) {
  double worst = 0;
  for (auto const& p : a) {
    double nearest = distance(p, b[0]);
    for (auto const& q : b) nearest = std::min(nearest, distance(p, q));
    worst = std::max(worst, nearest);
  }
  return worst;
}

/// Largest difference in any field, theta compared as an axis.
double difference(grasp<double> const& a, grasp<double> const& b) {
  return std::max({std::abs(a.x - b.x), std::abs(a.y - b.y), axial_distance(a.theta, b.theta),
                   std::abs(a.opening - b.opening), std::abs(a.jaw - b.jaw)});
}

map random_map(random_stream& random) {
  for (;;) {
    map const m{random.uniform(-2, 2), random.uniform(-2, 2), random.uniform(-50, 50),
                random.uniform(-2, 2), random.uniform(-2, 2), random.uniform(-50, 50)};
    if (std::abs(m.determinant()) > 0.3) return m;
  }
}

map random_similarity(random_stream& random) {
  map const turned = map::rotation(random.uniform(-4, 4), {random.uniform(0, 100), random.uniform(0, 100)});
  map const m = map::translation(random.uniform(-50, 50), 7) * map::scaling(random.uniform(0.3, 3)) * turned;
  return random.chance(0.5) ? map::horizontal_flip(640) * m : m;
}

}  // namespace

TEST_CASE("affine_map: what the factories do to points") {
  CHECK(map::translation(3, -4)(at{1, 2}) == at{4, -2});
  CHECK(map::scaling(2)(at{1, 2}) == at{2, 4});
  CHECK(map::scaling(2, 3)(at{1, 2}) == at{2, 6});
  CHECK(map::horizontal_flip(640)(at{0, 5}) == at{639, 5});
  CHECK(map::crop(100, 50)(at{110, 55}) == at{10, 5});
  CHECK(map{}(at{1.5, 2.5}) == at{1.5, 2.5});

  auto const turned = map::rotation(pi / 2, {10, 20})(at{15, 20});
  CHECK(turned.x == Approx(10));
  CHECK(turned.y == Approx(15));  // counter-clockwise: right becomes up
  CHECK(distance(map::rotation(1.234, {10, 20})(at{10, 20}), {10, 20}) < 1e-13);
}

TEST_CASE("affine_map: resizing keeps the outer edges of the image") {
  auto const half = map::resizing(0.5, 0.25);
  CHECK(half(at{-0.5, -0.5}) == at{-0.5, -0.5});
  CHECK(half(at{639.5, 479.5}) == at{319.5, 119.5});
  CHECK(half(at{0.5, 1.5}) == at{0, 0});
}

TEST_CASE("affine_map: what they do to a grasp") {
  grasp<double> const g{100, 50, 0.3, 40, 20};
  CHECK(difference(map::translation(3, -4)(g), {103, 46, 0.3, 40, 20}) < 1e-13);
  CHECK(difference(map::scaling(2)(g), {200, 100, 0.3, 80, 40}) < 1e-13);
  CHECK(difference(map::horizontal_flip(640)(g), {539, 50, -0.3, 40, 20}) < 1e-13);
  CHECK(difference(map::rotation(0.5, {100, 50})(g), {100, 50, 0.8, 40, 20}) < 1e-13);
  CHECK(difference(map::rotation(2, {100, 50})(g), {100, 50, 2.3 - pi, 40, 20}) < 1e-13);
  CHECK(difference(map::scaling(2, 3)(grasp<double>{1, 1, 0, 10, 4}), {2, 3, 0, 20, 12}) < 1e-13);
  CHECK(difference(map::scaling(2, 3)(grasp<double>{1, 1, pi / 2, 10, 4}), {2, 3, pi / 2, 30, 8}) < 1e-13);
}

TEST_CASE("affine_map: theta stays in [-pi/2, pi/2)") {
  grasp<double> const upright{0, 0, -pi / 2, 4, 2};
  double const theta = map::horizontal_flip(10)(upright).theta;
  CHECK(theta >= -pi / 2);
  CHECK(theta < pi / 2);
}

TEST_CASE("affine_map: similarities, mirrored or not, carry corners to corners") {
  random_stream random(21);
  double worst = 0;
  for (int i = 0; i < 5000; ++i) {
    auto const g = random_grasps::any(random);
    auto const m = random_similarity(random);
    auto mapped = corners(g);
    for (auto& p : mapped) p = m(p);
    worst = std::max(worst, corner_distance(corners(m(g)), mapped));
  }
  CHECK(worst < 1e-11);
}

TEST_CASE("affine_map: every map carries the opening axis and scales the area by its determinant") {
  random_stream random(22);
  double worst_end = 0, worst_area = 0;
  for (int i = 0; i < 5000; ++i) {
    auto const g = random_grasps::any(random);
    auto const m = random_map(random);
    auto const ends = [](grasp<double> const& h) {
      double const ux = std::cos(h.theta) * h.opening / 2, uy = -std::sin(h.theta) * h.opening / 2;
      return std::array{point<double>{h.x - ux, h.y - uy}, point<double>{h.x + ux, h.y + uy}};
    };
    auto const expected = ends(g), got = ends(m(g));
    auto const p = m(expected[0]), q = m(expected[1]);
    worst_end = std::max(
        worst_end, std::min(distance(p, got[0]) + distance(q, got[1]), distance(p, got[1]) + distance(q, got[0])));
    double const area = g.opening * g.jaw * std::abs(m.determinant());
    worst_area = std::max(worst_area, std::abs(m(g).opening * m(g).jaw / area - 1));
  }
  CHECK(worst_end < 1e-11);
  CHECK(worst_area < 1e-13);
}

TEST_CASE("affine_map: composition and inverse act on points and grasps alike") {
  random_stream random(23);
  double worst_point = 0, worst_grasp = 0, worst_back = 0, worst_identity = 0;
  for (int i = 0; i < 5000; ++i) {
    auto const g = random_grasps::any(random);
    auto const m = random_map(random), n = random_map(random);
    point<double> const p{g.x, g.y};
    worst_point = std::max(worst_point, distance((m * n)(p), m(n(p))));
    worst_grasp = std::max(worst_grasp, difference((m * n)(g), m(n(g))));
    worst_back = std::max(worst_back, difference(m.inverse()(m(g)), g));
    worst_identity = std::max(worst_identity, distance((m.inverse() * m)(p), p));
  }
  CHECK(worst_point < 1e-11);
  CHECK(worst_grasp < 1e-10);
  CHECK(worst_back < 1e-10);
  CHECK(worst_identity < 1e-11);
}

TEST_CASE("affine_map: a map that flattens the plane has no inverse") {
  for (map const flat : {map{0, 0, 1, 0, 0, 1}, {1, 2, 0, 2, 4, 0}, {0.1, 0.2, 0, 0.3, 0.6, 0}, {NAN, 0, 0, 0, 1, 0}}) {
    try {
      (void)flat.inverse();
      FAIL("inverted");
    } catch (geometry_error const& failure) {
      CHECK(failure.id() == "geometry.singular_map");
    }
  }
  CHECK(map::scaling(1e-9).inverse().a == Approx(1e9));
}

namespace {

/// Whether `p` is inside a grasp's rectangle.
bool inside(grasp<double> const& g, point<double> p) {
  double const dx = p.x - g.x, dy = p.y - g.y, cos = std::cos(g.theta), sin = std::sin(g.theta);
  return std::abs(dx * cos - dy * sin) <= g.opening / 2 && std::abs(dx * sin + dy * cos) <= g.jaw / 2;
}

/// Distance of `p` to the border of a grasp's rectangle, at most: exact inside and along the sides.
double border_distance(grasp<double> const& g, point<double> p) {
  double const dx = p.x - g.x, dy = p.y - g.y, cos = std::cos(g.theta), sin = std::sin(g.theta);
  double const along = std::abs(dx * cos - dy * sin) - g.opening / 2,
               across = std::abs(dx * sin + dy * cos) - g.jaw / 2;
  return std::abs(std::max(along, across));
}

/// What a painted rectangle, and the painted mask of another carried along by a map, have in common.
struct painted {
  double rectangle = 0, mask = 0, both = 0, farthest_difference = 0;
};

painted compare(grasp<double> const& g, map const& m, int size) {
  auto const moved = m(g);
  auto const back = m.inverse();
  painted result;
  for (int y = 0; y < size; ++y)
    for (int x = 0; x < size; ++x) {
      point<double> const p{static_cast<double>(x), static_cast<double>(y)}, from = back(p);
      bool const in_rectangle = inside(moved, p);
      bool const in_mask = inside(g, {std::round(from.x), std::round(from.y)});  // the mask's nearest pixel
      result.rectangle += in_rectangle, result.mask += in_mask, result.both += in_rectangle && in_mask;
      if (in_rectangle != in_mask)
        result.farthest_difference = std::max(result.farthest_difference, border_distance(moved, p));
    }
  return result;
}

}  // namespace

TEST_CASE("affine_map: similarities carry a painted rectangle as they carry the grasp, but for border pixels") {
  random_stream random(24);
  for (int i = 0; i < 60; ++i) {
    grasp<double> const g{random.uniform(60, 90), random.uniform(60, 90), random.uniform(-1.6, 1.6),
                          random.uniform(20, 60), random.uniform(10, 40)};
    double const scale = random.uniform(0.7, 2);
    map m = map::scaling(scale) * map::rotation(random.uniform(-4, 4), {g.x, g.y});
    if (random.chance(0.5)) m = map::horizontal_flip(2 * scale * g.x + 1) * m;
    auto const result = compare(g, m, 400);
    CHECK(result.rectangle > 0);
    // a pixel of the mask is half its diagonal large, carried along by the map
    CHECK(result.farthest_difference <= scale * std::sqrt(0.5) + 1e-9);
  }
}

TEST_CASE("affine_map: other maps keep the area of the painted mask, and the stretch of the opening axis") {
  random_stream random(25);
  for (int i = 0; i < 60; ++i) {
    grasp<double> const g{100, 100, random.uniform(-1.6, 1.6), random.uniform(40, 80), random.uniform(30, 60)};
    map const m = map::translation(200, 200) * map::scaling(random.uniform(0.7, 2), random.uniform(0.7, 2)) *
                  map::rotation(random.uniform(-4, 4)) * map::translation(-100, -100);
    auto const result = compare(g, m, 400);
    CHECK(result.rectangle == Approx(result.mask).epsilon(0.04));
    CHECK(result.both / result.rectangle > 0.6);
    // seen from the mask: the opening axis ends where the mask's middle line ends
    auto const moved = m(g);
    point<double> const end{moved.x + std::cos(moved.theta) * moved.opening / 2,
                            moved.y - std::sin(moved.theta) * moved.opening / 2};
    CHECK(border_distance(g, m.inverse()(end)) < 1e-9);
  }
}

TEST_CASE("affine_map: printed") {
  std::ostringstream out;
  out << affine_map<double>::crop(3, 4.5);
  CHECK(out.str() == "{a: 1, b: 0, tx: -3, c: 0, d: 1, ty: -4.5}");
}
