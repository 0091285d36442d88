#include <cstdint>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <vector>

#include "hold_to_all_laws.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::hold_to_all_laws;

TEST_CASE("xtensor float") { hold_to_all_laws(xtensor::backend<float>{}); }
TEST_CASE("xtensor double") { hold_to_all_laws(xtensor::backend<double>{}); }
TEST_CASE("xtensor float taped") { hold_to_all_laws(taped<xtensor::backend<float>>{}); }
TEST_CASE("xtensor double taped") { hold_to_all_laws(taped<xtensor::backend<double>>{}); }

TEST_CASE("Sums of many floats on xtensor do not drown the small ones") {
  xtensor::backend<float> const be;
  host_array<float> many(extents{1, 1 << 20}, 1e-8f);
  many.values.front() = 1;
  CHECK(be.to_host(be.sum(be.from_host(many.view()), 1)).values.front() == Approx(1.01048575).epsilon(1e-6));
}

TEST_CASE("What does not fit is refused by xtensor with its shapes") {
  xtensor::backend<float> const be;
  auto const of = [&](extents const& shape) { return be.from_host(host_array<float>(shape).view()); };
  std::vector<std::int64_t> const outside{2}, negative{-1};
  std::vector<xt::xarray<float>> const unequal{of({2, 3}), of({2, 4})}, none;

  auto const broadcast = error_of([&] { (void)be.add(of({2, 3}), of({4, 1, 2})); });
  CHECK(broadcast.id == "shape.broadcast");
  CHECK_THAT(broadcast.message, Catch::Contains("[2, 3] [4, 1, 2]"));
  CHECK(error_of([&] { (void)be.mul(of({0}), of({3})); }).id == "shape.broadcast");
  CHECK(error_of([&] { (void)be.reshape(of({2, 3}), {5}); }).id == "shape.host_view");
  CHECK(error_of([&] { (void)be.take(of({2, 3}), outside, 0); }).id == "shape.index");
  CHECK(error_of([&] { (void)be.take(of({2, 3}), negative, 0); }).id == "shape.index");
  CHECK(error_of([&] { (void)be.take(of({2, 3}), outside, 2); }).id == "shape.axis");
  CHECK(error_of([&] { (void)be.concat(unequal, 0); }).id == "shape.concat");
  CHECK(error_of([&] { (void)be.concat(none, 0); }).id == "shape.concat");
  CHECK(error_of([&] { (void)be.sum(of({}), 0); }).id == "shape.axis");
  CHECK(error_of([&] { (void)be.max(of({2, 0}), 1); }).id == "shape.empty_axis");
  CHECK(error_of([&] { (void)be.matmul(of({2, 3}), of({2, 3})); }).id == "shape.matmul");
  auto t = of({2});
  CHECK(error_of([&] { be.lerp_(t, of({3}), 0.5); }).id == "shape.lerp");
}

TEST_CASE("All of the way ends there to the bit on xtensor") {
  xtensor::backend<float> const be;
  std::vector<float> const start{1e8F, 0.1F, -3}, end{0.1F, 1e8F, 1.0F / 3};
  auto t = be.from_host(host_view<float const>({3}, start));
  auto const to = be.from_host(host_view<float const>({3}, end));
  be.lerp_(t, to, 0);
  CHECK(be.to_host(t).values == start);
  be.lerp_(t, to, 1);
  CHECK(be.to_host(t).values == end);
}
