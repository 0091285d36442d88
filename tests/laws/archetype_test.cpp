#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/testing/backend_laws.hpp>
#include <vector>

#include "algorithm_results.hpp"
#include "catch2.hpp"
#include "hold_to_all_laws.hpp"

using namespace suregrasp;

namespace {

/// A tensor that cannot be made from nothing, and a backend that cannot either: algorithms may not ask for more.
static_assert(!std::default_initializable<testing::archetype<float>>);
static_assert(!std::default_initializable<tensor_t<testing::archetype<float>>>);

auto const be = testing::archetype<double>::make();
auto const results = suregrasp_tests::run_algorithms(be);

double value(std::string const& name, std::size_t index) { return results.at(name).values.at(index); }

}  // namespace

TEST_CASE("archetype float") { suregrasp_tests::hold_to_all_laws(testing::archetype<float>::make()); }
TEST_CASE("archetype double") { suregrasp_tests::hold_to_all_laws(be); }
TEST_CASE("archetype double taped") { suregrasp_tests::hold_to_all_laws(taped(be)); }
TEST_CASE("archetype double taped twice") { suregrasp_tests::hold_to_all_laws(taped(taped(be))); }

TEST_CASE("Every generic algorithm compiles with the archetype, in either precision") {
  CHECK(suregrasp_tests::run_algorithms(testing::archetype<float>::make()).size() == results.size());
}

TEST_CASE("Derived operations have their values on the archetype") {
  auto const a = testing::mixed_values<double>({4, 3}, 1), b = testing::mixed_values<double>({4, 3}, 2);
  double total = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    double const x = a.values[i], y = b.values[i];
    total += x;
    CHECK(value("scale", i) == -2.5 * x);
    CHECK(value("square", i) == x * x);
    CHECK(value("maximum", i) == std::max(x, y));
    CHECK(value("minimum", i) == std::min(x, y));
    CHECK(value("abs", i) == std::abs(x));
    CHECK(value("sqrt", i) == Approx(x > 0 ? std::sqrt(x) : 0).margin(1e-15));
  }
  CHECK(value("sum_all", 0) == Approx(total));
  CHECK(value("mean_all", 0) == Approx(total / 12));
  CHECK(value("item", 0) == 1.5);
  CHECK(results.at("slice").values == std::vector<double>(a.values.begin() + 3, a.values.begin() + 9));
  CHECK(results.at("column").shape == extents{4, 1});
  CHECK(value("column", 1) == a.values[5]);
}

TEST_CASE("Losses have their values on the archetype") {
  auto const x = testing::mixed_values<double>({5, 4}, 1), y = testing::mixed_values<double>({5, 4}, 2);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    double const d = std::abs(x.values[i] - y.values[i]), label = y.values[i] > 0 ? 1 : 0;
    CHECK(value("smooth_l1", i) == Approx(d < 1 ? d * d / 2 : d - 0.5));
    CHECK(value("smooth_l1 beta", i) == Approx(d < 3 ? d * d / 6 : d - 1.5));
    double const probability = 1 / (1 + std::exp(-x.values[i]));
    CHECK(value("binary_cross_entropy", i) == Approx(-std::log(label > 0 ? probability : 1 - probability)));
    CHECK(std::isfinite(value("binary_cross_entropy far out", i)));
  }
}

TEST_CASE("A window around a pixel's centre holds the pixels around it, on the archetype") {
  // Stride 4: the centre of level pixel (2, 1) is the input position (9.5, 5.5).
  auto const map = testing::mixed_values<double>({1, 4, 5, 2});
  level<tensor_t<testing::archetype<double>>> const from{testing::put(be, map), 4};
  std::vector<location> const at{{0, 9.5, 5.5}};
  auto const window = be.to_host(crop(be, from, std::span<location const>(at), 3));
  CHECK(window.shape == extents{1, 3, 3, 2});
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t col = 0; col < 3; ++col)
      for (std::size_t c = 0; c < 2; ++c)
        CHECK(window.values[(row * 3 + col) * 2 + c] == Approx(map.values[(row * 5 + col + 1) * 2 + c]));
}

TEST_CASE("Heads that agree are certain, on the archetype") {
  using tensor = tensor_t<testing::archetype<double>>;
  auto const pose = testing::put(be, host_array<double>({1, 4}, std::vector<double>{0.6, -0.8, 0.5, -1}));
  std::vector<tensor> const heads(4, pose);
  auto const fused = fuse(be, std::span<tensor const>(heads), pose_encoding{});
  auto const mean = be.to_host(fused.mean).values;
  CHECK(mean[0] == Approx(0.6));
  CHECK(mean[1] == Approx(-0.8));
  CHECK(mean[2] == Approx(0.5));
  CHECK(mean[3] == Approx(-1));
  CHECK(item(be, fused.uncertainty) == Approx(0).margin(1e-12));
}
