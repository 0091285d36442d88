#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <suregrasp/geometry/impl/tensor_iou.hpp>
#include <vector>

#include "host_backend.hpp"
#include "random_grasps.hpp"

using namespace suregrasp;
using suregrasp_tests::host;

namespace {

using recorder = taped<suregrasp_tests::host_backend>;
recorder const tape(host);

std::vector<double> row(grasp<double> const& g) { return {g.x, g.y, g.theta, g.opening, g.jaw}; }
grasp<double> grasp_of(double const* v) { return {v[0], v[1], v[2], v[3], v[4]}; }

recorder::tensor_type rows(std::vector<double> const& values) {
  return tape.from_host({extents{static_cast<std::int64_t>(values.size() / 5), 5}, values});
}

/// The overlap or IoU of both rows, and its derivative by the ten numbers.
struct derivative {
  double value;
  std::vector<double> by;
};

template <class Form>
derivative derive(grasp<double> const& a, grasp<double> const& b, Form const& form) {
  std::vector<recorder::tensor_type> const leaves{tape.variable(rows(row(a))), tape.variable(rows(row(b)))};
  auto const value = form(leaves[0], leaves[1]);
  auto const gradients = tape.gradient(sum_all(tape, value), leaves);
  derivative result{tape.to_host(value).values[0], {}};
  for (auto const& gradient : gradients)
    for (double const g : tape.to_host(gradient).values) result.by.push_back(g);
  return result;
}

auto const iou_form = [](auto const& a, auto const& b) { return iou(tape, a, b); };
auto const overlap_form = [](auto const& a, auto const& b) { return overlap(tape, a, b); };

}  // namespace

TEST_CASE("tensor_iou: the values of the scalar form for every kind of pair") {
  random_stream random(95);
  for (auto const& kind : random_grasps::kinds) {
    std::vector<double> a, b, expected;
    for (int i = 0; i < 1000; ++i) {
      auto const pair = kind.draw(random);
      for (double const v : row(pair.a)) a.push_back(v);
      for (double const v : row(pair.b)) b.push_back(v);
      expected.push_back(iou(pair.a, pair.b));
    }
    auto const values = tape.to_host(iou(tape, rows(a), rows(b))).values;
    double worst = 0;
    bool within = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
      worst = std::max(worst, std::abs(values[i] - expected[i]));
      within &= values[i] >= 0 && values[i] <= 1;
    }
    INFO(kind.name);
    CHECK(worst < 1e-9);
    CHECK(within);
  }
}

TEST_CASE("tensor_iou: the derivative is what small steps find") {
  random_stream random(96);
  constexpr double step = 1e-5;
  int wrong = 0, smooth = 0;
  for (int i = 0; i < 400; ++i) {
    auto const pair = i % 2 ? random_grasps::generic(random) : random_grasps::contained(random);
    auto const found = derive(pair.a, pair.b, overlap_form);
    for (std::size_t k = 0; k < 10; ++k) {
      auto const at = [&](double shift) {
        auto values = row(pair.a);
        for (double const v : row(pair.b)) values.push_back(v);
        values[k] += shift;
        return overlap_area(grasp_of(values.data()), grasp_of(values.data() + 5));
      };
      double const left = (at(0) - at(-step)) / step, right = (at(step) - at(0)) / step;
      if (std::abs(left - right) > 1e-2 * (1 + std::abs(left))) continue;  // an edge passes a corner within the step
      ++smooth;
      wrong += std::abs(found.by[k] - (left + right) / 2) > 1e-4 * (1 + std::abs(left));
    }
  }
  CHECK(wrong == 0);
  CHECK(smooth > 3900);
}

TEST_CASE("tensor_iou: the derivative is finite and of no more than its kind's size, whatever the pair") {
  random_stream random(97);
  constexpr double pi = std::numbers::pi;
  std::vector<random_grasps::pair> pairs;
  for (auto const& kind : random_grasps::kinds)
    for (int i = 0; i < 30; ++i) pairs.push_back(kind.draw(random));
  grasp<double> const box{10, 20, 0, 8, 4}, turned{10, 20, 0.3, 8, 4}, flat{10, 20, 0.3, 8, 0}, none{10, 20, 0.3, 0, 0};
  for (auto const& a : {box, turned, flat, none})
    for (auto const& b :
         {box, turned, flat, none, grasp<double>{18, 20, 0, 8, 4}, grasp<double>{10, 24, 0, 8, 4},
          grasp<double>{18, 24, 0, 8, 4}, grasp<double>{14, 20, 0, 8, 4}, grasp<double>{10, 20, pi / 2, 8, 4},
          grasp<double>{10, 20, pi, 8, 4}, grasp<double>{10, 20, 1e-300, 8, 4}, grasp<double>{10, 20, 1e-9, 8, 4},
          grasp<double>{1e6, 20, 0, 8, 4}, grasp<double>{10, 20, 0, 8e6, 4e6}})
      pairs.push_back({a, b});
  int not_finite = 0, too_large = 0;
  for (auto const& pair : pairs) {
    auto const found = derive(pair.a, pair.b, iou_form);
    double const smallest = std::min({pair.a.opening, pair.a.jaw, pair.b.opening, pair.b.jaw});
    double const largest = std::max({pair.a.opening, pair.a.jaw, pair.b.opening, pair.b.jaw});
    not_finite += !std::isfinite(found.value);
    for (double const g : found.by) {
      not_finite += !std::isfinite(g);
      too_large += smallest > 0 && std::abs(g) > 10 * std::max(1.0, largest) / smallest;
    }
  }
  CHECK(not_finite == 0);
  CHECK(too_large == 0);
}

TEST_CASE("tensor_iou: descending along the derivative brings a rectangle onto another") {
  grasp<double> const target{100, 80, 0.4, 50, 25};
  grasp<double> g{110, 74, 0.1, 40, 30};
  double value = 0;
  for (int i = 0; i < 400; ++i) {
    auto const found = derive(g, target, iou_form);
    value = found.value;
    double const rate = 40 / (1 + 0.02 * i);
    g = {g.x + rate * found.by[0], g.y + rate * found.by[1], g.theta + 0.001 * rate * found.by[2],
         g.opening + rate * found.by[3], g.jaw + rate * found.by[4]};
  }
  CHECK(value > 0.95);
}

TEST_CASE("tensor_iou: pairs and matrices whose derivative is wanted take this form") {
  random_stream random(98);
  std::vector<double> a, b;
  for (int i = 0; i < 6; ++i)
    for (double const v : row(random_grasps::any(random))) a.push_back(v);
  for (int i = 0; i < 6; ++i)
    for (double const v : row(random_grasps::any(random))) b.push_back(v);
  auto const variable = tape.variable(rows(a));
  auto const pairs = iou_pairs(tape, variable, rows(b)), matrix = iou_matrix(tape, variable, rows(b));
  REQUIRE(tape.shape(pairs) == extents{6});
  REQUIRE(tape.shape(matrix) == extents{6, 6});
  CHECK_FALSE(on_host(tape, pairs));
  CHECK_FALSE(on_host(tape, matrix));
  CHECK(on_host(tape, iou_pairs(tape, rows(a), rows(b))));
  auto const known = tape.to_host(iou_matrix(tape, rows(a), rows(b))).values, found = tape.to_host(matrix).values;
  for (std::size_t i = 0; i < known.size(); ++i) CHECK(found[i] == Approx(known[i]).margin(1e-12));
}
