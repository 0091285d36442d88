#include <catch2/catch.hpp>
#include <cstdint>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/tensor_angle.hpp>
#include <vector>

#include "host_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;

TEST_CASE("tensor_angle: the bits of the scalar distance, broadcasting") {
  random_stream random(93);
  std::vector<double> a, b;
  for (int i = 0; i < 50; ++i) a.push_back(random.uniform(-7, 7));
  for (int i = 0; i < 40; ++i) b.push_back(random.chance(0.1) ? a[static_cast<std::size_t>(i)] : random.uniform(-7, 7));
  auto const distances = axial_distance(host, tensor({50, 1}, a), tensor({1, 40}, b));
  REQUIRE(host.shape(distances) == extents{50, 40});
  int different = 0;
  auto const values = values_of(distances);
  for (std::size_t i = 0; i < 50; ++i)
    for (std::size_t j = 0; j < 40; ++j) different += std::abs(values[i * 40 + j] - axial_distance(a[i], b[j])) > 1e-15;
  CHECK(different == 0);
}

TEST_CASE("tensor_angle: the derivative is the sign of the difference between axes") {
  taped<suregrasp_tests::host_backend> const be(host);
  auto const of = [&](std::vector<double> const& values) {
    return be.from_host({extents{static_cast<std::int64_t>(values.size())}, values});
  };
  auto const a = be.variable(of({0.2, 1.5, -1.5, 4.0})), b = of({0.5, -1.5, 1.5, 0.7});
  std::vector<decltype(be.variable(a))> const leaves{a};
  auto const gradient = be.to_host(be.gradient(sum_all(be, axial_distance(be, a, b)), leaves)[0]).values;
  CHECK(gradient == std::vector<double>{-1, -1, 1, 1});
}
