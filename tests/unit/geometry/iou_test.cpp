#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/iou.hpp>

#include "double_double.hpp"
#include "polygon_overlap.hpp"
#include "random_grasps.hpp"

using namespace suregrasp;

namespace {

constexpr double pi = std::numbers::pi;

struct known_pair {
  char const* name;
  grasp<double> a, b;
  double iou;
};

grasp<double> clockwise(double x, double y, double opening, double jaw, double theta) {
  return {x, y, -theta, opening, jaw};
}
grasp<double> clockwise_degrees(double x, double y, double opening, double jaw, double theta) {
  return clockwise(x, y, opening, jaw, radians(theta));
}
grasp<double> degrees_ccw(double x, double y, double opening, double jaw, double theta) {
  return {x, y, radians(theta), opening, jaw};
}

/// Pairs that open kernels have got wrong, with values from 70-digit arithmetic.
known_pair const known_pairs[] = {
    {"near-identical, degrees",
     clockwise_degrees(296.6620178222656, 458.73883056640625, 23.515729904174805, 47.677001953125, 0.08795166015625),
     clockwise_degrees(296.66201, 458.73882, 23.51573, 47.67702, 0.087951), 0.9999988906},
    {"large near-identical",
     clockwise_degrees(2563.744628906250, 1436.790161132812500, 2174.703369140625, 214.095001220703125,
                       115.118347167968750),
     clockwise_degrees(2563.744628906250, 1436.790283203125, 2174.702880859375, 214.094955444335938,
                       115.118354797363281),
     0.9999989957},
    {"sign of the angle, 1, clockwise", clockwise_degrees(160, 153, 230, 23, -37),
     clockwise_degrees(190, 127, 80, 21, -46), 0.2654928967},
    {"sign of the angle, 1, counter-clockwise", degrees_ccw(160, 153, 230, 23, -37), degrees_ccw(190, 127, 80, 21, -46),
     0},
    {"sign of the angle, 2, clockwise", clockwise_degrees(1010.5, 860.00012207, 12.20655537, 48.82622528, 55.00798035),
     clockwise_degrees(1022, 870.49993896, 10.81665134, 43.26660919, 56.30992889), 0},
    {"sign of the angle, 2, counter-clockwise",
     degrees_ccw(1010.5, 860.00012207, 12.20655537, 48.82622528, 55.00798035),
     degrees_ccw(1022, 870.49993896, 10.81665134, 43.26660919, 56.30992889), 0.3687586573},
    {"cross", {0, 0, pi / 6, 5, 10}, {0, 0, pi / 3, 10, 5}, 0.4058274196},
    {"small", {46.83, 44.03, 0, 3.9, 1.63}, {46.83, 44.03, 1.45, 1.63, 3.9}, 0.8548336709},
    {"far apart angles", clockwise_degrees(824.6421183672817, 280.28737007069833, 565, 140, -177.80506896972656),
     clockwise_degrees(567.3310438828003, 270.42527355719545, 275, 50, 92.19493103027344), 0.0815375655},
    {"generic",
     clockwise(448.52609097732812, 124.98178227897677, 145.25181333605736, 63.494786974971618, -0.19499687921395126),
     clockwise(427.18956122453926, 125.06959525139317, 148.76377325834753, 23.003150365173294, 0.099600813151932588),
     0.304726871235},
    {"near-identical, radians",
     clockwise(493.63660588838394, 316.63180956446882, 92.008284107716023, 63.091612249476505, 0.0043721886880700184),
     clockwise(493.63661407909223, 316.63180102192246, 92.008270579737541, 63.091611573361064, 0.0043720054902688264),
     0.999999532686},
};

}  // namespace

TEST_CASE("iou: pairs other kernels get wrong") {
  for (auto const& known : known_pairs) {
    INFO(known.name);
    CHECK(std::abs(iou(known.a, known.b) - known.iou) < 1e-10);
    CHECK(iou(known.b, known.a) == iou(known.a, known.b));
  }
}

TEST_CASE("iou: the same pairs in float, whose rounding of the input is the reference's too") {
  for (auto const& known : known_pairs) {
    INFO(known.name);
    auto const a = random_grasps::rounded<float>(known.a), b = random_grasps::rounded<float>(known.b);
    auto const exact = polygon_overlap::iou<long double>(static_cast<grasp<double>>(a), static_cast<grasp<double>>(b));
    CHECK(std::abs(static_cast<double>(exact) - static_cast<double>(iou(a, b))) < 2e-6);
  }
}

TEST_CASE("iou: exact values") {
  grasp<double> const box{10, 20, 0, 8, 4};
  SECTION("half a box along either axis is a third") {
    CHECK(iou(box, {14, 20, 0, 8, 4}) == Approx(1.0 / 3).epsilon(1e-15));
    CHECK(iou(box, {10, 22, 0, 8, 4}) == Approx(1.0 / 3).epsilon(1e-15));
  }
  SECTION("contained: the ratio of the areas") { CHECK(iou(box, {11, 20, 0, 4, 2}) == 0.25); }
  SECTION("touching along an edge or in a corner") {
    CHECK(iou(box, {18, 20, 0, 8, 4}) == 0);
    CHECK(iou(box, {10, 24, 0, 8, 4}) == 0);
    CHECK(iou(box, {18, 24, 0, 8, 4}) == 0);
  }
  SECTION("theta counts counter-clockwise on the screen: up and right is positive") {
    CHECK(iou<double>({0, 0, pi / 4, 20, 1}, {5, -5, pi / 4, 2, 1}) == Approx(0.1).epsilon(1e-14));
    CHECK(iou<double>({0, 0, pi / 4, 20, 1}, {5, 5, pi / 4, 2, 1}) == 0);
  }
  SECTION("no area, no overlap, not even with itself") {
    for (grasp<double> const flat : {grasp<double>{10, 20, 0, 0, 4}, {10, 20, 0, 8, 0}, {10, 20, 0, 0, 0}}) {
      CHECK(iou(flat, box) == 0);
      CHECK(iou(box, flat) == 0);
      CHECK(iou(flat, flat) == 0);
    }
  }
}

TEMPLATE_TEST_CASE("iou: exactly 1 for the same rectangle", "", float, double) {
  using T = TestType;
  constexpr T half_turn = std::numbers::pi_v<T>;
  random_stream random(7);
  for (auto const& kind : random_grasps::kinds)
    for (int i = 0; i < 1000; ++i) {
      auto const g = random_grasps::rounded<T>(kind.draw(random).b);
      auto turned = g, back = g;
      turned.theta += half_turn;
      back.theta -= half_turn;
      bool const all_one = iou(g, g) == 1 && iou(g, turned) == 1 && iou(turned, g) == 1 && iou(g, back) == 1;
      if (!all_one) FAIL(kind.name << ": " << g.x << ' ' << g.y << ' ' << g.theta << ' ' << g.opening << ' ' << g.jaw);
    }
  SUCCEED();
}

TEMPLATE_TEST_CASE("iou: exactly 1 also where the area is beyond all numbers", "", float, double) {
  using T = TestType;
  T const large = std::numeric_limits<T>::max() / 4;
  grasp<T> const g{large, 0, 1, large, large};
  CHECK(iou(g, g) == 1);
  CHECK(host_iou_pairs<T>(std::vector<T>{g.x, g.y, g.theta, g.opening, g.jaw},
                          std::vector<T>{g.x, g.y, g.theta, g.opening, g.jaw}) == std::vector<T>{1});
  CHECK(iou(g, grasp<T>{large, 0, 1, large, large / 2}) == Approx(0.5));
  grasp<T> const small{280, 335, 0, 56, 26};
  for (auto const& other : {g, grasp<T>{T(1.5), 20, T(1e-19), T(2.7e23), T(1e8)}, grasp<T>{0, 0, 0, large, 1}}) {
    CHECK(iou(small, other) >= 0);
    CHECK(iou(small, other) <= 1);
  }
}

TEMPLATE_TEST_CASE("iou: same bits for both orders, and within [0, 1]", "", float, double) {
  random_stream random(8);
  for (auto const& kind : random_grasps::kinds) {
    int asymmetric = 0, outside = 0;
    for (int i = 0; i < 20000; ++i) {
      auto const pair = kind.draw(random);
      auto const a = random_grasps::rounded<TestType>(pair.a), b = random_grasps::rounded<TestType>(pair.b);
      TestType const value = iou(a, b);
      asymmetric += value != iou(b, a);
      outside += !(value >= 0 && value <= 1);
    }
    INFO(kind.name);
    CHECK(asymmetric == 0);
    CHECK(outside == 0);
  }
}

TEST_CASE("iou: worst error against polygon clipping in long double, 225,000 pairs") {
  random_stream random(9);
  for (auto const& kind : random_grasps::kinds) {
    double worst = 0, worst_float = 0;
    for (int i = 0; i < 25000; ++i) {
      auto const [a, b] = kind.draw(random);
      worst = std::max(worst, static_cast<double>(std::abs(polygon_overlap::iou<long double>(a, b) - iou(a, b))));
      auto const fa = random_grasps::rounded<float>(a), fb = random_grasps::rounded<float>(b);
      auto const exact =
          polygon_overlap::iou<long double>(static_cast<grasp<double>>(fa), static_cast<grasp<double>>(fb));
      worst_float = std::max(worst_float, static_cast<double>(std::abs(exact - iou(fa, fb))));
    }
    INFO(kind.name);
    CHECK(worst < 1e-12);
    CHECK(worst_float < 5e-6);
  }
}

TEST_CASE("iou: worst error against polygon clipping in 50 digits") {
  using number = boost::multiprecision::cpp_bin_float_50;
  random_stream random(10);
  for (auto const& kind : random_grasps::kinds) {
    double worst = 0;
    for (int i = 0; i < 200; ++i) {
      auto const [a, b] = kind.draw(random);
      worst = std::max(worst, std::abs(static_cast<double>(polygon_overlap::iou<number>(a, b) - number(iou(a, b)))));
    }
    INFO(kind.name);
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("iou: moving both rectangles alike changes nothing but rounding") {
  random_stream random(11);
  double worst = 0;
  for (int i = 0; i < 20000; ++i) {
    auto const [a, b] = random_grasps::generic(random);
    double const turn = random.uniform(-3, 3), dx = random.uniform(-500, 500), dy = random.uniform(-500, 500);
    auto const moved = [&](grasp<double> const& g) {
      return grasp<double>{g.x * std::cos(turn) + g.y * std::sin(turn) + dx,
                           -g.x * std::sin(turn) + g.y * std::cos(turn) + dy, g.theta + turn, g.opening, g.jaw};
    };
    worst = std::max(worst, std::abs(iou(a, b) - iou(moved(a), moved(b))));
  }
  CHECK(worst < 1e-13);
}

TEST_CASE("iou: slivers a million times as long as wide are computed wide enough") {
  random_stream random(15);
  double worst = 0, worst_float = 0;
  for (int i = 0; i < 2000; ++i) {
    auto a = random_grasps::any(random, 10);
    a.jaw = a.opening * 1e-6;
    auto b = random_grasps::shifted(a, a.opening * random.uniform(-0.5, 0.5));
    b.theta += 1e-6 * random.normal();
    worst = std::max(worst, std::abs(static_cast<double>(polygon_overlap::iou<double_double>(a, b)) - iou(a, b)));
    auto const fa = random_grasps::rounded<float>(a), fb = random_grasps::rounded<float>(b);
    auto const exact = polygon_overlap::iou<double_double>(grasp<double>(fa), grasp<double>(fb));
    worst_float = std::max(worst_float, std::abs(static_cast<double>(exact) - static_cast<double>(iou(fa, fb))));
  }
  CHECK(worst < 1e-12);
  CHECK(worst_float < 1e-7);
}

TEST_CASE("iou: a prepared grasp gives the same bits") {
  random_stream random(12);
  int different = 0;
  for (int i = 0; i < 20000; ++i) {
    auto const pair = random_grasps::generic(random);
    auto const a = random_grasps::rounded<double>(pair.a), b = random_grasps::rounded<double>(pair.b);
    different += iou(a, b) != iou(prepared_grasp(a), prepared_grasp(b));
  }
  CHECK(different == 0);
}

TEST_CASE("checked_iou: refuses what has no geometric meaning") {
  grasp<double> const good{1, 2, 0.3, 4, 5};
  CHECK(checked_iou(good, good) == 1);
  CHECK(checked_iou(good, {1, 2, 0.3, 0, 5}) == 0);
  double const nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (grasp<double> const bad : {grasp<double>{nan, 2, 0.3, 4, 5},
                                  {1, infinity, 0.3, 4, 5},
                                  {1, 2, nan, 4, 5},
                                  {1, 2, 0.3, -4, 5},
                                  {1, 2, 0.3, 4, -5}}) {
    for (bool const first : {true, false}) {
      try {
        (void)(first ? checked_iou(bad, good) : checked_iou(good, bad));
        FAIL("accepted");
      } catch (geometry_error const& failure) {
        CHECK(failure.id() == "geometry.not_finite");
        CHECK_THAT(failure.what(), Catch::StartsWith(first ? "first grasp" : "second grasp"));
      }
    }
    CHECK_FALSE(iou(bad, good) > 0);
  }
}
