#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/axial_mean.hpp>
#include <suregrasp/heatmap/axial_blur.hpp>
#include <vector>

using namespace suregrasp;
using field = host_array<double>;

namespace {

constexpr double pi = std::numbers::pi;

field random_map(std::int64_t height, std::int64_t width, double low, double high, std::uint64_t seed) {
  random_stream random(seed);
  field result({height, width});
  for (double& value : result.values) value = random.uniform(low, high);
  return result;
}

/// The definition: a weighted axial mean of every pixel's neighbourhood.
axial_statistics<double> mean_around(field const& angles, half_kernel<double> const& kernel, field const& quality,
                                     std::int64_t row, std::int64_t col) {
  std::vector<double> thetas, weights;
  for (std::int64_t y = 0; y < angles.shape[0]; ++y)
    for (std::int64_t x = 0; x < angles.shape[1]; ++x) {
      auto const dy = static_cast<std::size_t>(std::abs(y - row)), dx = static_cast<std::size_t>(std::abs(x - col));
      if (dy >= kernel.size() || dx >= kernel.size()) continue;
      auto const at = static_cast<std::size_t>(y * angles.shape[1] + x);
      thetas.push_back(angles.values[at]);
      weights.push_back(kernel[dy] * kernel[dx] * (quality.values.empty() ? 1 : quality.values[at]));
    }
  return axial_mean(thetas, weights);
}

template <class Call>
std::string id_of(Call const& call) {
  try {
    (void)call();
  } catch (error const& failure) {
    return failure.id();
  }
  return "none";
}

}  // namespace

TEST_CASE("axial_blur: neighbours on both sides of 90 degrees keep their axis") {
  field const angles({1, 2}, std::vector<double>{radians(89.0), radians(-89.0)});
  auto const blurred = axial_blur(angles, box_kernel(1));
  for (double const angle : blurred.angle.values) CHECK(axial_distance(angle, pi / 2) < 1e-14);
  CHECK(blurred.resultant.values[0] == Approx(std::cos(radians(2.0))));
}

TEST_CASE("axial_blur: each pixel is the weighted axial mean of those around it, at the edges too") {
  auto const angles = random_map(7, 9, -pi / 2, pi / 2, 3), quality = random_map(7, 9, 0.1, 1, 4);
  auto const& kernel = GENERATE_REF(box_kernel(2), gaussian_kernel(0.8), gaussian_kernel(3.0));
  for (auto const& weight : {field{}, quality}) {
    auto const blurred = axial_blur(angles, kernel, weight);
    double worst = 0;
    for (std::int64_t y = 0; y < 7; ++y)
      for (std::int64_t x = 0; x < 9; ++x) {
        auto const expected = mean_around(angles, kernel, weight, y, x);
        auto const at = static_cast<std::size_t>(9 * y + x);
        worst = std::max({worst, axial_distance(blurred.angle.values[at], expected.direction) * expected.resultant,
                          std::abs(blurred.resultant.values[at] - expected.resultant)});
      }
    CHECK(worst < 1e-13);
  }
}

TEST_CASE("axial_blur: a constant map stays, and turning the map turns the result") {
  auto const constant = axial_blur(field({5, 5}, 1.2), gaussian_kernel(1.5));
  for (double const angle : constant.angle.values) CHECK(angle == Approx(1.2));
  for (double const agreed : constant.resultant.values) CHECK(agreed == Approx(1));
  auto const angles = random_map(6, 6, -0.4, 0.4, 8);
  auto turned = angles;
  for (double& angle : turned.values) angle += 1.5;
  auto const a = axial_blur(angles, box_kernel(1)), b = axial_blur(turned, box_kernel(1));
  for (std::size_t i = 0; i < 36; ++i) CHECK(axial_distance(b.angle.values[i], a.angle.values[i] + 1.5) < 1e-13);
}

TEST_CASE("axial_blur: pixels without quality do not count, whatever they hold") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  field const angles({1, 4}, std::vector<double>{0.1, nan, 0.3, 1.0}), quality({1, 4}, std::vector<double>{1, 0, 1, 0});
  auto const near = axial_blur(angles, box_kernel(1), quality);
  CHECK(near.angle.values[0] == Approx(0.1));
  CHECK(near.angle.values[1] == Approx(0.2));
  CHECK(near.angle.values[3] == Approx(0.3));
  auto const alone = axial_blur(angles, box_kernel(0), quality);
  CHECK(alone.angle.values[3] == 1.0);
  CHECK(alone.resultant.values[3] == 0);
}

TEST_CASE("axial_blur: refuses what has no meaning") {
  field const angles({2, 2}, 0.5);
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(id_of([&] { return axial_blur(angles, box_kernel(1), field({1, 4}, 1.0)); }) == "shape.axial_blur");
  CHECK(id_of([&] { return axial_blur(field({4}, 0.5), box_kernel(1)); }) == "shape.axial_blur");
  CHECK(id_of([&] { return axial_blur(angles, half_kernel<double>{}); }) == "shape.axial_blur");
  CHECK(id_of([&] { return axial_blur(angles, box_kernel(1), field({2, 2}, -1.0)); }) == "geometry.axial_blur");
  CHECK(id_of([&] { return axial_blur(field({2, 2}, nan), box_kernel(1)); }) == "geometry.axial_blur");
  CHECK(id_of([&] { return gaussian_kernel(0.0); }) == "option.sigma");
}
