#ifndef SUREGRASP_TESTING_LAYOUT_LAWS_HPP
#define SUREGRASP_TESTING_LAYOUT_LAWS_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

/// Laws of `has_transfer` and `has_layout`: values travel and move, and never change.
template <tensor_backend B>
[[nodiscard]] law_results layout_laws(B const& be) {
  using scalar = scalar_t<B>;
  law_results results;

  results.push_back(testing::law("round_trip", [&](evidence& against) {
    for (extents const& shape : std::vector<extents>{{}, {1}, {5}, {2, 3}, {2, 1, 3}, {2, 3, 4, 2}, {0}, {0, 3}}) {
      auto const host = testing::mixed_values<scalar>(shape);
      auto const t = testing::put(be, host);
      against.expect(be.shape(t) == shape, "shape() is " + to_string(be.shape(t)) + ", expected " + to_string(shape));
      against.expect_same("to_host(from_host(v))", be.to_host(t), host);
    }
  }));

  results.push_back(testing::law("round_trip_of_special_values", [&](evidence& against) {
    constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
    host_array<scalar> const host({5}, std::vector<scalar>{infinity, -infinity, nan, 0, 1});
    against.expect_same("to_host(from_host(v))", be.to_host(testing::put(be, host)), host);
  }));

  results.push_back(testing::law("from_host_copies", [&](evidence& against) {
    auto const original = testing::mixed_values<scalar>({2, 3});
    auto host = original;
    auto const t = testing::put(be, host);
    host.values.assign(host.values.size(), 0);
    against.expect_same("a tensor whose host array was overwritten", be.to_host(t), original);
  }));

  results.push_back(testing::law("reshape_keeps_order", [&](evidence& against) {
    auto const host = testing::mixed_values<scalar>({2, 3, 4});
    for (extents const& shape : std::vector<extents>{{24}, {6, 4}, {4, 1, 6}, {2, 3, 4}, {3, 2, 2, 2}})
      against.expect_same("reshape", be.to_host(be.reshape(testing::put(be, host), shape)), {shape, host.values});
    auto const one = testing::mixed_values<scalar>({1, 1});
    against.expect_same("reshape to []", be.to_host(be.reshape(testing::put(be, one), {})), {extents{}, one.values});
    // Of a result whose memory may be arranged in its own way.
    std::vector<std::int64_t> const indices{2, 0};
    auto const picked = reference::take(host, std::span<std::int64_t const>(indices), 1);
    auto const t = be.take(testing::put(be, host), indices, 1);
    against.expect_same("reshape of slices", be.to_host(be.reshape(t, {16})), {extents{16}, picked.values});
  }));

  results.push_back(testing::law("take_picks_slices", [&](evidence& against) {
    for (extents const& shape : std::vector<extents>{{4}, {4, 3}, {2, 3, 4}})
      for (std::size_t axis = 0; axis < shape.size(); ++axis)
        for (std::vector<std::int64_t> const& indices :
             std::vector<std::vector<std::int64_t>>{{0}, {1, 0}, {1, 1, 0, 1}, {0, 1}, {shape[axis] - 1, 0, 1}, {}}) {
          auto const host = testing::mixed_values<scalar>(shape);
          against.expect_same("take along axis " + std::to_string(axis) + " of " + to_string(shape),
                              be.to_host(be.take(testing::put(be, host), indices, axis)),
                              reference::take(host, std::span<std::int64_t const>(indices), axis));
        }
  }));

  results.push_back(testing::law("concat_joins", [&](evidence& against) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      for (std::size_t count = 1; count <= 3; ++count) {
        std::vector<host_array<scalar>> hosts;
        std::vector<tensor_t<B>> tensors;
        for (std::size_t k = 0; k < count; ++k) {
          extents shape{2, 3, 2};
          shape[axis] = static_cast<std::int64_t>(k + 1);
          hosts.push_back(testing::mixed_values<scalar>(shape, k));
          tensors.push_back(testing::put(be, hosts.back()));
        }
        against.expect_same("concat of " + std::to_string(count) + " along axis " + std::to_string(axis),
                            be.to_host(be.concat(std::span<tensor_t<B> const>(tensors), axis)),
                            reference::concat(std::span<host_array<scalar> const>(hosts), axis));
      }
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_LAYOUT_LAWS_HPP
