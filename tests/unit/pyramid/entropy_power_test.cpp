#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/pyramid/entropy_power.hpp>
#include <vector>

#include "plain_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::plain_backend;

namespace {

/// The entropy of the axis of a von Mises distribution by adding up its density.
double summed_entropy(double concentration) {
  int const steps = 20000;
  double const width = 2 * std::numbers::pi / steps;
  double mass = 0;
  for (int i = 0; i < steps; ++i) mass += std::exp(concentration * (std::cos(i * width) - 1)) * width;
  double entropy = 0;
  for (int i = 0; i < steps; ++i) {
    double const density = std::exp(concentration * (std::cos(i * width) - 1)) / mass;
    if (density > 0) entropy -= density * std::log(density) * width;
  }
  return entropy - std::log(2);  // of half the angle
}

}  // namespace

TEST_CASE("entropy_power: concentration and resultant of a von Mises distribution are inverse to each other") {
  CHECK(von_mises_resultant(1) == Approx(0.4463899659).epsilon(1e-9));  // I1(1) / I0(1)
  CHECK(von_mises_resultant(0) == 0);
  CHECK(von_mises_concentration(0) == 0);
  for (double const k : {1e-3, 0.1, 1.0, 2.5, 10.0, 59.0, 61.0, 500.0, 1e5})
    CHECK(von_mises_concentration(von_mises_resultant(k)) == Approx(k).epsilon(1e-5));
}

TEST_CASE("entropy_power: of an axis it is that of the density added up, near the variance for small ones, bounded") {
  for (double const k : {0.01, 0.5, 3.0, 4.0, 20.0, 100.0}) {
    double const variance = -std::log(von_mises_resultant(k)) / 2;
    double const expected = std::exp(2 * summed_entropy(k) - 1) / (2 * std::numbers::pi);
    CHECK(axis_entropy_power(variance) == Approx(expected).epsilon(1e-4));
  }
  CHECK(axis_entropy_power(1e-3) == Approx(1e-3).epsilon(0.01));
  CHECK(axis_entropy_power(100) == Approx(std::numbers::pi / (2 * std::numbers::e)));
  CHECK(axis_entropy_power(std::numeric_limits<double>::infinity()) ==
        Approx(std::numbers::pi / (2 * std::numbers::e)));
  double before = 0;
  for (double variance = 0; variance < 3; variance += 0.003) {
    CHECK(axis_entropy_power(variance) >= before);
    before = axis_entropy_power(variance);
  }
}

TEST_CASE("entropy_power: components in their units, and poses by the volume that they are in") {
  plain_backend<double> const be;
  double const nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> const rows{9e-5, 0.5, 0.25, 1e9, 1, 1, nan, 1, 1};
  auto const powers = entropy_powers(be, be.from_host({{3, 3}, rows}), {0.3, 1, 0.5});
  auto const values = be.to_host(powers).values;
  CHECK(values[0] == Approx(1e-3));
  CHECK(values[1] == 0.5);
  CHECK(values[2] == 1);
  CHECK(values[3] == Approx(std::numbers::pi / (2 * std::numbers::e) / 0.09));
  CHECK(std::isnan(values[6]));
  auto const joint = be.to_host(joint_entropy_power(be, powers)).values;
  REQUIRE(joint.size() == 3);
  CHECK(joint[0] == Approx(3 * std::cbrt(1e-3 * 0.5)));
  CHECK(joint[1] > joint[0]);
  CHECK(std::isnan(joint[2]));
}
