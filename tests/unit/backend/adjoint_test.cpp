#include <suregrasp/backend/impl/adjoint.hpp>
//
#include <cstdint>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "catch2.hpp"
#include "host_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;

TEST_CASE("adjoint: what broadcasting repeated is summed") {
  auto const t = tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK(values_of(sum_to_shape(host, t, {2, 3})) == list{1, 2, 3, 4, 5, 6});
  CHECK(values_of(sum_to_shape(host, t, {3})) == list{5, 7, 9});
  CHECK(values_of(sum_to_shape(host, t, {2, 1})) == list{6, 15});
  CHECK(values_of(sum_to_shape(host, t, {})) == list{21});
  CHECK(host.shape(sum_to_shape(host, t, {1, 1})) == extents{1, 1});
}

TEST_CASE("adjoint: a slice repeated") {
  auto const t = repeat(host, tensor({2, 1}, {1, 2}), 1, 3);
  CHECK(host.shape(t) == extents{2, 3});
  CHECK(values_of(t) == list{1, 1, 1, 2, 2, 2});
  CHECK(host.shape(repeat(host, tensor({2, 1}, {1, 2}), 1, 0)) == extents{2, 0});
}

TEST_CASE("adjoint: a slice goes back to its place, among zeros") {
  auto const t = add_to_neighbours(host, tensor({2, 1}, {1, 2}), 1, 1, {2, 4});
  CHECK(host.shape(t) == extents{2, 4});
  CHECK(values_of(t) == list{0, 1, 0, 0, 0, 2, 0, 0});
  CHECK(values_of(add_to_neighbours(host, tensor({2}, {1, 2}), 0, 0, {2})) == list{1, 2});
}

TEST_CASE("adjoint: <take(x), y> is <x, add_to_slices(y)> for any indices, along any axis") {
  random_stream random(3);
  for (int trial = 0; trial < 50; ++trial)
    for (std::size_t axis = 0; axis < 3; ++axis) {
      extents shape{2, 3, 4};
      std::int64_t const extent = shape[axis];
      std::vector<std::int64_t> indices(random.below(20));
      for (auto& i : indices) i = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(extent)));
      host_array<double> x(shape);
      shape[axis] = static_cast<std::int64_t>(indices.size());
      host_array<double> y(shape);
      // Whole numbers, whose sums are exact in any order.
      for (auto& v : x.values) v = static_cast<double>(random.below(100));
      for (auto& v : y.values) v = static_cast<double>(random.below(100));
      auto const inner = [&](auto const& a, auto const& b) { return item(host, sum_all(host, host.mul(a, b))); };
      auto const tx = host.from_host(x.view()), ty = host.from_host(y.view());
      CHECK(inner(host.take(tx, indices, axis), ty) == inner(tx, add_to_slices(host, ty, indices, axis, extent)));
    }
}
