#include <algorithm>
#include <cmath>
#include <numbers>
#include <suregrasp/geometry/axial_mean.hpp>
#include <vector>

#include "unit/geometry/grasp_generators.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<double>;

namespace {

constexpr double pi = std::numbers::pi;

/// One to twelve axes with weights from 0.001 to 1000.
auto const some_axes = [](choices& from) {
  auto const rows = lists(couples(angles{}, numbers{1e-3, 1e3}), 1, 12)(from);
  couple<list, list> all;
  for (auto const& row : rows) all.first.push_back(row.first), all.second.push_back(row.second);
  return all;
};
using axes = couple<list, list>;

axial_statistics<double> mean_of(axes const& all) { return axial_mean(all.first, all.second); }

/// The same axes, each made of the old by `change`.
template <class Change>
axes changed(axes all, Change const& change) {
  for (double& angle : all.first) angle = change(angle);
  return all;
}

/// Equal to rounding; the direction where there is one.
bool same(axial_statistics<double> const& a, axial_statistics<double> const& b) {
  if (std::abs(a.resultant - b.resultant) > 1e-12) return false;
  if (a.resultant < 1e-6) return true;
  return axial_distance(a.direction, b.direction) < 1e-7 && std::abs(a.variance - b.variance) < 1e-6;
}

}  // namespace

TEST_CASE("axial_wrap: done twice it is done once, and never leaves its range") {
  for_all("idempotent", angles{}, [](double theta) {
    double const once = axial_wrap(theta);
    return once >= -pi / 2 && once < pi / 2 && axial_wrap(once) == once;
  });
  for_all("any number", numbers{-1e15, 1e15}, [](double theta) {
    double const once = axial_wrap(theta);
    return once >= -pi / 2 && once < pi / 2 && axial_wrap(once) == once;
  });
}

TEST_CASE("axial_distance: a distance between axes") {
  for_all("same in both orders", angles{}, angles{},
          [](double a, double b) { return std::abs(axial_distance(a, b) - axial_distance(b, a)) < 1e-14; });
  for_all("a third axis is no short cut", angles{}, angles{}, angles{}, [](double a, double b, double c) {
    return axial_distance(a, b) <= axial_distance(a, c) + axial_distance(c, b) + 1e-14;
  });
  for_all("half turns of one change nothing", angles{}, angles{}, counts{0, 6}, [](double a, double b, std::size_t n) {
    return std::abs(axial_distance(a + (static_cast<double>(n) - 3) * pi, b) - axial_distance(a, b)) < 1e-14;
  });
}

TEST_CASE("axial_mean: within its ranges") {
  for_all("ranges", some_axes, [](axes const& all) {
    auto const [direction, resultant, variance] = mean_of(all);
    return direction >= -pi / 2 && direction < pi / 2 && resultant >= 0 && resultant <= 1 + 1e-15 && variance >= 0 &&
           variance <= pi * pi / 4;
  });
  for_all("equal axes are their mean", angles{}, counts{1, 9}, [](double angle, std::size_t n) {
    return same(axial_mean(list(n, angle)), {axial_wrap(angle), 1, 0});
  });
}

TEST_CASE("axial_mean: half turns of members, turns and mirror images of all, order and the unit of weights") {
  for_all("half turns of members", some_axes, counts{0, 1000}, [](axes const& all, std::size_t seed) {
    random_stream random(seed);
    return same(mean_of(changed(all, [&](double a) { return a + pi * (double(random.below(5)) - 2); })), mean_of(all));
  });
  for_all("turned", some_axes, angles{}, [](axes const& all, double turn) {
    auto expected = mean_of(all);
    expected.direction += turn;
    return same(mean_of(changed(all, [&](double a) { return a + turn; })), expected);
  });
  for_all("mirrored", some_axes, [](axes const& all) {
    auto expected = mean_of(all);
    expected.direction *= -1;
    return same(mean_of(changed(all, [](double a) { return -a; })), expected);
  });
  for_all("order", some_axes, [](axes const& all) {
    axes const reversed{{all.first.rbegin(), all.first.rend()}, {all.second.rbegin(), all.second.rend()}};
    return same(mean_of(reversed), mean_of(all));
  });
  for_all("unit of weights, to the bit", some_axes, [](axes all) {
    auto const before = mean_of(all);
    for (double& weight : all.second) weight *= 1024;
    auto const after = mean_of(all);
    return after.direction == before.direction && after.resultant == before.resultant &&
           after.variance == before.variance;
  });
}
