#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/overlap.hpp>

#include "random_grasps.hpp"

using namespace suregrasp;

constexpr double pi = std::numbers::pi;

TEST_CASE("overlap_area: in square pixels") {
  CHECK(overlap_area<double>({0, 0, 0, 8, 4}, {2, 1, 0, 8, 4}) == 18);
  CHECK(overlap_area<double>({0, 0, 0, 8, 4}, {0, 0, pi, 8, 4}) == 32);
  CHECK(overlap_area<double>({0, 0, 0, 8, 4}, {100, 0, 0, 8, 4}) == 0);
  CHECK(overlap_area<float>({0, 0, 0, 8, 4}, {2, 1, 0, 8, 4}) == 18.0f);
}

TEST_CASE("overlap_area: a square and the same turned by 45 degrees share an octagon") {
  double const octagon = 8 * (std::numbers::sqrt2 - 1);
  CHECK(overlap_area<double>({0, 0, 0, 2, 2}, {0, 0, pi / 4, 2, 2}) == Approx(octagon).epsilon(1e-15));
}

TEST_CASE("overlap_area: never more than the smaller rectangle, same bits for both orders, prepared or not") {
  random_stream random(13);
  for (auto const& kind : random_grasps::kinds) {
    int wrong = 0;
    for (int i = 0; i < 5000; ++i) {
      auto const pair = kind.draw(random);
      auto const a = random_grasps::rounded<double>(pair.a), b = random_grasps::rounded<double>(pair.b);
      double const area = overlap_area(a, b);
      wrong += !(area >= 0 && area <= std::min(a.opening * a.jaw, b.opening * b.jaw) * (1 + 1e-15));
      wrong += area != overlap_area(b, a);
      wrong += area != overlap_area(prepared_grasp(a), prepared_grasp(b));
    }
    INFO(kind.name);
    CHECK(wrong == 0);
  }
}

TEST_CASE("overlap_area: shrinks without a jump as a rectangle slides out of another") {
  double previous = overlap_area<double>({0, 0, 0.3, 40, 20}, {0, 0, 1.1, 40, 20});
  double largest_step = 0;
  for (int i = 1; i <= 6000; ++i) {
    double const area = overlap_area<double>({0, 0, 0.3, 40, 20}, {0.01 * i, 0, 1.1, 40, 20});
    largest_step = std::max(largest_step, std::abs(previous - area));
    previous = area;
  }
  CHECK(previous == 0);
  CHECK(largest_step < 0.01 * 45);  // a shift of d changes the area by at most d times the height of the smaller figure
}

TEMPLATE_TEST_CASE("direction_of_axis: the cosine and sine to a bit or two, or both of half a turn on", "", float,
                   double) {
  using T = TestType;
  random_stream random(14);
  double worst = 0;
  for (int i = 0; i < 60000; ++i) {
    T const theta = static_cast<T>(random.uniform(-1, 1) * std::pow(10, random.uniform(-3, 7)));
    auto const axis = direction_of_axis(theta);
    auto const cos = std::cos(static_cast<long double>(theta)), sin = std::sin(static_cast<long double>(theta));
    auto const off = [&](int sign) {
      return static_cast<double>(std::max(std::abs(sign * cos - static_cast<long double>(axis.cos)),
                                          std::abs(sign * sin - static_cast<long double>(axis.sin))));
    };
    worst = std::max(worst, std::min(off(1), off(-1)));
  }
  CHECK(worst < 1.5 * static_cast<double>(std::numeric_limits<T>::epsilon()));
  CHECK(direction_of_axis(T(0)).cos == 1);
  CHECK(direction_of_axis(T(0)).sin == 0);
}
