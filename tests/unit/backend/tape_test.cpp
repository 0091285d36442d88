#include <suregrasp/backend/tape.hpp>
//
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "catch2.hpp"
#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using list = std::vector<double>;
using tape = taped<host_backend>;
using tensor = tensor_t<tape>;

namespace {

tape const be(host);

tensor leaf(list const& values) {
  return be.variable(be.from_host({{static_cast<std::int64_t>(values.size())}, std::span<double const>(values)}));
}

list derivative(tensor const& loss, tensor const& by) {
  return be.to_host(be.gradient(loss, std::vector<tensor>{by}).at(0)).values;
}

}  // namespace

TEST_CASE("tape: the derivative of a formula") {
  auto const x = leaf({0.5, 2});
  auto const y = be.div(be.exp(x), be.add(be.mul(x, x), constant(be, 1)));  // e^x / (x^2 + 1)
  auto const slopes = derivative(sum_all(be, y), x);
  for (std::size_t i = 0; i < 2; ++i) {
    double const v = i == 0 ? 0.5 : 2, d = v * v + 1;
    CHECK(slopes[i] == Approx(std::exp(v) * (d - 2 * v) / (d * d)).epsilon(1e-14));
  }
}

TEST_CASE("tape: slices taken again and again add up") {
  auto const x = leaf({1, 2, 3});
  std::vector<std::int64_t> const indices{2, 0, 2, 2, 2, 2, 0};
  CHECK(derivative(sum_all(be, be.take(x, indices, 0)), x) == list{2, 0, 5});
  std::vector<std::int64_t> const one(1000, 1);
  CHECK(derivative(sum_all(be, be.take(x, one, 0)), x) == list{0, 1000, 0});
  CHECK(derivative(sum_all(be, be.take(x, std::vector<std::int64_t>{}, 0)), x) == list{0, 0, 0});
}

TEST_CASE("tape: equal maxima share, and a maximum that is NaN says so") {
  auto const x = leaf({3, 1, 3});
  CHECK(derivative(be.max(x, 0), x) == list{0.5, 0, 0.5});
  constexpr double infinity = std::numeric_limits<double>::infinity();
  auto const low = leaf({-infinity, -infinity});
  CHECK(derivative(be.max(low, 0), low) == list{0.5, 0.5});
  auto const broken = leaf({1, std::nan("")});
  for (double const slope : derivative(be.max(broken, 0), broken)) CHECK(std::isnan(slope));
}

TEST_CASE("tape: a tape of a tape has second derivatives") {
  taped<tape> const twice(be);
  auto const inner = leaf({2});
  auto const x = twice.variable(twice.from_base(inner));
  auto const cube = twice.mul(twice.mul(x, x), x);
  auto const slope = twice.gradient(sum_all(twice, cube), std::vector<tensor_t<taped<tape>>>{x}).at(0);
  CHECK(be.to_host(slope.value()).values == list{12});
  CHECK(derivative(sum_all(be, slope.value()), inner) == list{12});
}

TEST_CASE("tape: only what depends on a variable is recorded, and a host kernel may compute with the rest") {
  auto const plain = be.stop_gradient(leaf({1, 2}));
  CHECK(on_host(be, be.add(plain, plain)));
  CHECK_FALSE(on_host(be, be.add(plain, leaf({1, 2}))));
  CHECK(on_host(be, be.stop_gradient(be.add(plain, leaf({1, 2})))));
}

TEST_CASE("tape: the derivative by a tensor on the way") {
  auto const x = leaf({3});
  auto const middle = be.mul(x, x);
  CHECK(derivative(be.mul(middle, middle), middle) == list{18});
}

TEST_CASE("tape: a history of a million steps is let go without recursion") {
  auto x = leaf({0});
  for (int k = 0; k < 1'000'000; ++k) x = be.add(x, x);
  x = be.stop_gradient(x);
  CHECK(be.to_host(x).values == list{0});
}

TEST_CASE("tape: a loss of several elements is refused with its shape") {
  auto const x = leaf({1, 2});
  auto const [id, message] = error_of([&] { (void)derivative(x, x); });
  CHECK(id == "shape.gradient");
  CHECK_THAT(message, Catch::Contains("[2]"));
}

TEST_CASE("tape: the base refuses what does not fit, as without a tape") {
  auto const x = leaf({1, 2});
  CHECK(error_of([&] { (void)be.add(x, leaf({1, 2, 3})); }).id == "shape.broadcast");
  CHECK(error_of([&] { (void)be.take(x, std::vector<std::int64_t>{2}, 0); }).id == "shape.index");
  CHECK(error_of([&] { (void)be.sum(x, 1); }).id == "shape.axis");
}
