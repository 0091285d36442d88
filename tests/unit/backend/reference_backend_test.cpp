#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <suregrasp/backend/derived.hpp>
#include <vector>

#include "counted_allocations.hpp"
#include "plain_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::allocations_of;

namespace {

suregrasp_tests::plain_backend<double> const be;
using tensor = host_array<double>;

/// Whether nothing but arrays of six or, of a scalar, of one number was allocated.
bool data_alone(std::vector<std::size_t> const& sizes) {
  return std::ranges::all_of(sizes,
                             [](std::size_t size) { return size == 6 * sizeof(double) || size == sizeof(double); });
}

}  // namespace

TEST_CASE("reference_backend: a shape costs no memory, nor do operations beyond their data") {
  tensor const a({2, 3}, {1, 2, 3, 4, 5, 6}), row({1, 3}, std::vector<double>{1, 2, 3});
  auto const shapes = [&] { return extents{a.shape.size() > 1 ? a.shape[1] : 0, 2}; };
  CHECK(allocations_of(shapes).empty());
  CHECK(allocations_of([&] { return a.view(); }).empty());
  CHECK(data_alone(allocations_of([&] { return be.shape(a); })));
  CHECK(allocations_of([&] { return be.reshape(a, {3, 2}); }).size() == 2);
  CHECK(data_alone(allocations_of([&] { return be.reshape(a, {3, 2}); })));
  for (auto const& sizes :
       {allocations_of([&] { return be.add(a, a); }), allocations_of([&] { return be.mul(a, constant(be, 2)); }),
        allocations_of([&] { return be.where(a, a, a); }), allocations_of([&] { return be.exp(a); })}) {
    CHECK(!sizes.empty());
    CHECK(data_alone(sizes));
  }
}

TEST_CASE("reference_backend: every operation by its values") {
  tensor const a({3}, {1, -2, 8}), b({3}, {4, 0.5, 2});
  CHECK(be.add(a, b).values == std::vector<double>{5, -1.5, 10});
  CHECK(be.sub(a, b).values == std::vector<double>{-3, -2.5, 6});
  CHECK(be.mul(a, b).values == std::vector<double>{4, -1, 16});
  CHECK(be.div(a, b).values == std::vector<double>{0.25, -4, 4});
  CHECK(be.where(a, b, a).values == std::vector<double>{4, -2, 2});
  CHECK(be.exp(be.log(b)).values[1] == Approx(0.5));
  CHECK(be.sum(a, 0).values == std::vector<double>{7});
  CHECK(be.max(a, 0).values == std::vector<double>{8});
  tensor const row({1, 3}, {1, -2, 8}), column({3, 1}, {4, 0.5, 2});
  CHECK(be.matmul(row, column).values == std::vector<double>{19});
}

TEST_CASE("reference_backend: what is allocated is seen") {
  CHECK(allocations_of([] { return std::vector<int>(5); }) == std::vector<std::size_t>{5 * sizeof(int)});
}
