#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <vector>

#include "random_grasps.hpp"
#include "thrown.hpp"

using namespace suregrasp;

namespace {

template <class T>
struct pairs {
  std::vector<grasp<T>> a, b;

  void add(grasp<T> const& first, grasp<T> const& second) {
    a.push_back(first);
    b.push_back(second);
  }
};

/// What random pairs seldom are: equal, swapped, half a turn on, parallel, flat, huge, tiny, turned many times.
template <class T>
pairs<T> adversarial(random_stream& random) {
  pairs<T> result;
  for (auto const& kind : random_grasps::kinds)
    for (int i = 0; i < 400; ++i) {
      auto const drawn = kind.draw(random);
      auto const a = random_grasps::rounded<T>(drawn.a), b = random_grasps::rounded<T>(drawn.b);
      auto turned = a, flat = b, huge = b, wound = b, parallel = b, apart = b;
      turned.theta += std::numbers::pi_v<T>;
      flat.jaw = 0;
      huge.opening *= T(1e6), huge.jaw *= T(1e6);
      wound.theta += T(1e6);
      parallel.theta = a.theta;
      apart.x += T(150) * std::sin(a.theta), apart.y += T(150) * std::cos(a.theta);
      for (auto const& other : {b, a, turned, flat, huge, wound, parallel, apart}) {
        result.add(a, other);
        result.add(other, a);
      }
    }
  return result;
}

template <class T>
std::vector<T> rows(std::vector<grasp<T>> const& grasps) {
  std::vector<T> result;
  for (auto const& g : grasps) result.insert(result.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  return result;
}

}  // namespace

TEMPLATE_TEST_CASE("host_iou: the bits of the scalar form for every kind of pair", "", float, double) {
  using T = TestType;
  random_stream random(81);
  auto const drawn = adversarial<T>(random);
  auto const values = host_iou_pairs<T>(rows(drawn.a), rows(drawn.b));
  REQUIRE(values.size() == drawn.a.size());
  std::size_t different = 0, outside = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    different += values[i] != iou(drawn.a[i], drawn.b[i]);
    outside += !(values[i] >= 0 && values[i] <= 1);
  }
  CHECK(different == 0);
  CHECK(outside == 0);
}

TEMPLATE_TEST_CASE("host_iou: the same bits with every instruction set of this processor", "", float, double) {
  using T = TestType;
  random_stream random(82);
  auto const drawn = adversarial<T>(random);
  auto const all = simd::supported_iou_loops<T>();
  WARN(all.size() << " instruction sets compared");
  std::vector<std::vector<T>> results;
  for (auto const& loops : all) {
    auto const a = rows(drawn.a), b = rows(drawn.b);
    iou_finder<T> finder(loops);
    auto const pairs = finder.pairs(a, b);
    std::vector<T> values(pairs.begin(), pairs.end());
    auto const row = finder.matrix(std::span(a).subspan(35, 5), b);
    values.insert(values.end(), row.begin(), row.end());
    results.push_back(values);
  }
  for (auto const& values : results) CHECK(values == results.front());
}

TEMPLATE_TEST_CASE("host_iou: a matrix holds the bits of its pairs, with any number of threads", "", float, double) {
  using T = TestType;
  random_stream random(83);
  std::vector<grasp<T>> a, b;
  for (int i = 0; i < 37; ++i) a.push_back(random_grasps::rounded<T>(random_grasps::very_unequal(random).b));
  for (int i = 0; i < 53; ++i) b.push_back(random_grasps::rounded<T>(random_grasps::slivers(random).a));
  auto const matrix = host_iou_matrix<T>(rows(a), rows(b));
  REQUIRE(matrix.size() == a.size() * b.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j) different += matrix[i * b.size() + j] != iou(a[i], b[j]);
  CHECK(different == 0);

  auto const drawn = adversarial<T>(random);
  auto const values = host_iou_pairs<T>(rows(drawn.a), rows(drawn.b));
  for (int const threads : {2, 3, 100}) {
    CHECK(host_iou_matrix<T>(rows(a), rows(b), {.threads = threads}) == matrix);
    CHECK(host_iou_pairs<T>(rows(drawn.a), rows(drawn.b), {.threads = threads}) == values);
  }
}

TEST_CASE("host_iou: any length, and nothing beyond it") {
  random_stream random(84);
  for (std::size_t size = 0; size < 40; ++size) {
    std::vector<grasp<float>> a, b;
    for (std::size_t i = 0; i < size; ++i) {
      auto const pair = random_grasps::generic(random);
      a.push_back(random_grasps::rounded<float>(pair.a));
      b.push_back(random_grasps::rounded<float>(pair.b));
    }
    auto const values = host_iou_pairs<float>(rows(a), rows(b));
    REQUIRE(values.size() == size);
    std::size_t different = 0;
    for (std::size_t i = 0; i < size; ++i) different += values[i] != iou(a[i], b[i]);
    CHECK(different == 0);
  }
  CHECK(host_iou_matrix<float>({}, {}).empty());
}

TEST_CASE("host_iou: what is not finite overlaps nothing") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> const good{1, 2, 0.3, 4, 5}, bad{nan, 2, 0.3, 4, 5}, turned{1, 2, nan, 4, 5};
  CHECK(host_iou_pairs<double>(good, bad) == std::vector<double>{0});
  CHECK(host_iou_pairs<double>(turned, good) == std::vector<double>{0});
}

TEST_CASE("host_iou: asks for at least one thread") {
  std::vector<double> const one{1, 2, 0.3, 4, 5};
  CHECK(suregrasp_tests::error_of([&] { (void)host_iou_pairs<double>(one, one, {.threads = 0}); }).id ==
        "option.threads");
}
