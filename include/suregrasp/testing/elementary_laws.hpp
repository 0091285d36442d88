#ifndef SUREGRASP_TESTING_ELEMENTARY_LAWS_HPP
#define SUREGRASP_TESTING_ELEMENTARY_LAWS_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

/// Laws of `has_elementary`.
template <tensor_backend B>
[[nodiscard]] law_results elementary_laws(B const& be) {
  using scalar = scalar_t<B>;
  using values = std::vector<scalar>;
  constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
  auto const vector = [](values const& v) { return host_array<scalar>({static_cast<std::int64_t>(v.size())}, v); };
  auto const choose = [](scalar c, scalar x, scalar y) { return c > 0 ? x : y; };
  auto const where = [&](host_array<scalar> const& c, host_array<scalar> const& a, host_array<scalar> const& b) {
    return be.to_host(be.where(testing::put(be, c), testing::put(be, a), testing::put(be, b)));
  };
  law_results results;

  results.push_back(testing::law("exp_values", [&](evidence& against) {
    auto const some = testing::mixed_values<scalar>({2, 3, 4});
    against.expect_near("exp", be.to_host(be.exp(testing::put(be, some))),
                        reference::elementwise([](scalar x) { return std::exp(x); }, some), tolerance<B>::value);
    against.expect_near("exp of special values",
                        be.to_host(be.exp(testing::put(be, vector({0, 1, infinity, -infinity, nan, 10000, -10000})))),
                        vector({1, std::exp(scalar{1}), infinity, 0, nan, infinity, 0}), tolerance<B>::value);
  }));

  results.push_back(testing::law("log_values", [&](evidence& against) {
    auto const some = testing::positive_values<scalar>({2, 3, 4});
    against.expect_near("log", be.to_host(be.log(testing::put(be, some))),
                        reference::elementwise([](scalar x) { return std::log(x); }, some), tolerance<B>::value);
    against.expect_near("log of special values",
                        be.to_host(be.log(testing::put(be, vector({1, scalar{0.0625}, 0, -1, infinity, nan})))),
                        vector({0, std::log(scalar{0.0625}), -infinity, nan, infinity, nan}), tolerance<B>::value);
  }));

  results.push_back(testing::law("where_selects", [&](evidence& against) {
    auto const c = testing::mixed_values<scalar>({3, 4}, 1), a = testing::mixed_values<scalar>({3, 4}, 2),
               b = testing::mixed_values<scalar>({3, 4}, 3);
    against.expect_same("where", where(c, a, b), reference::elementwise(choose, c, a, b));
    against.expect_same(
        "where of 1, 0, -0, -1, inf, -inf, NaN",
        where(vector({1, 0, -scalar{0}, -1, infinity, -infinity, nan}), vector(values(7, 2)), vector(values(7, 3))),
        vector({2, 3, 3, 3, 2, 3, 3}));
  }));

  results.push_back(testing::law("where_keeps_the_other_side_out", [&](evidence& against) {
    auto const condition = vector({1, -1, 1, -1});
    against.expect_same("NaN and infinity on the side not chosen",
                        where(condition, vector({2, nan, 2, infinity}), vector({nan, 3, -infinity, 3})),
                        vector({2, 3, 2, 3}));
    against.expect_same("NaN and infinity on the side chosen",
                        where(condition, vector({nan, 2, infinity, 2}), vector({3, nan, 3, -infinity})),
                        vector({nan, nan, infinity, -infinity}));
  }));

  results.push_back(testing::law("where_broadcasts", [&](evidence& against) {
    for (auto const& [left, right] : broadcasting_shapes()) {
      auto const x = testing::mixed_values<scalar>(left, 1), y = testing::mixed_values<scalar>(right, 2);
      host_array<scalar> const z(extents{}, scalar{0.5});
      against.expect_same("where(x, y, [])", where(x, y, z), reference::elementwise(choose, x, y, z));
      against.expect_same("where(x, [], y)", where(x, z, y), reference::elementwise(choose, x, z, y));
      against.expect_same("where([], x, y)", where(z, x, y), reference::elementwise(choose, z, x, y));
    }
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_ELEMENTARY_LAWS_HPP
