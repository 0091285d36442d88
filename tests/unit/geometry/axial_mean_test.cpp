#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/axial_mean.hpp>
#include <vector>

using namespace suregrasp;

namespace {

constexpr double pi = std::numbers::pi;

template <class... Arguments>
std::string id_of_failure(Arguments const&... arguments) {
  try {
    (void)axial_mean(arguments...);
  } catch (error const& failure) {
    return failure.id();
  }
  return "none";
}

}  // namespace

TEST_CASE("axial_mean: axes on both sides of +-90 degrees") {
  std::vector<double> const angles{1.4, 1.5, -1.5, -1.45};
  auto const plain = axial_mean(angles);
  CHECK(plain.direction == Approx(1.5585030491449259).epsilon(1e-14));
  CHECK(plain.resultant == Approx(0.9735856255547164).epsilon(1e-14));
  CHECK(plain.variance == Approx(0.013290637131397057).epsilon(1e-13));
  auto const weighted = axial_mean(angles, std::vector<double>{1, 2, 3, 0.5});
  CHECK(weighted.direction == Approx(1.564976004094826).epsilon(1e-14));
  CHECK(weighted.resultant == Approx(0.9812455434034834).epsilon(1e-14));
  CHECK(weighted.variance == Approx(0.00942877923808114).epsilon(1e-13));
}

TEST_CASE("axial_mean: exact values") {
  auto const symmetric = axial_mean(std::vector<double>{pi / 2 - 0.1, -pi / 2 + 0.1});
  CHECK(axial_distance(symmetric.direction, pi / 2) < 1e-15);
  CHECK(symmetric.resultant == Approx(std::cos(0.2)));
  CHECK(symmetric.variance == Approx(0.01));
  auto const one = axial_mean(std::vector<float>{0.5f});
  CHECK(one.direction == Approx(0.5f));
  CHECK(one.resultant == Approx(1.0f));
  CHECK(one.variance == Approx(0).margin(1e-12));
  CHECK(axial_mean(std::vector<double>{0, pi / 2}).resultant == Approx(0).margin(1e-15));
}

TEST_CASE("axial_mean: away from the wrap it is close to the plain mean and the population variance") {
  random_stream random(41);
  std::vector<double> angles;
  double sum = 0, squares = 0;
  for (int i = 0; i < 1000; ++i) angles.push_back(random.normal(0.2, 0.05));
  for (double const angle : angles) sum += angle / 1000;
  for (double const angle : angles) squares += (angle - sum) * (angle - sum) / 1000;
  auto const result = axial_mean(angles);
  CHECK(result.direction == Approx(sum).margin(1e-4));
  CHECK(result.variance == Approx(squares).epsilon(1e-4));
}

TEST_CASE("axial_mean: turning all axes turns the mean; half turns of single axes change nothing") {
  random_stream random(42);
  std::vector<double> angles, turned, flipped;
  for (int i = 0; i < 50; ++i) {
    angles.push_back(random.normal(0, 0.3));
    turned.push_back(angles.back() + 1.5);
    flipped.push_back(angles.back() + pi * static_cast<double>(i % 3 - 1));
  }
  auto const a = axial_mean(angles), b = axial_mean(turned), c = axial_mean(flipped);
  CHECK(axial_distance(b.direction, a.direction + 1.5) < 1e-13);
  CHECK(b.resultant == Approx(a.resultant).epsilon(1e-13));
  CHECK(b.variance == Approx(a.variance).epsilon(1e-12));
  CHECK(axial_distance(c.direction, a.direction) < 1e-13);
  CHECK(c.variance == Approx(a.variance).epsilon(1e-12));
}

TEST_CASE("axial_mean: a weight counts like repetition") {
  auto const repeated = axial_mean(std::vector<double>{0.1, 0.4, 0.4, 0.4});
  auto const weighted = axial_mean(std::vector<double>{0.1, 0.4, 1.3}, std::vector<double>{1, 3, 0});
  CHECK(weighted.direction == Approx(repeated.direction));
  CHECK(weighted.resultant == Approx(repeated.resultant));
  CHECK(weighted.variance == Approx(repeated.variance));
}

TEST_CASE("axial_mean: refuses what has no mean") {
  using list = std::vector<double>;
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(id_of_failure(list{}) == "geometry.axial_mean");
  CHECK(id_of_failure(list{0.1, nan}) == "geometry.axial_mean");
  CHECK(id_of_failure(list{0.1, 0.2}, list{1, -0.5}) == "geometry.axial_mean");
  CHECK(id_of_failure(list{0.1, 0.2}, list{0, 0}) == "geometry.axial_mean");
  CHECK(id_of_failure(list{0.1, 0.2}, list{1, nan}) == "geometry.axial_mean");
  CHECK(id_of_failure(list{0.1, 0.2}, list{1}) == "shape.axial_mean");
}
