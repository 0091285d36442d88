#ifndef SUREGRASP_TESTING_REDUCTION_LAWS_HPP
#define SUREGRASP_TESTING_REDUCTION_LAWS_HPP

#include <cstddef>
#include <limits>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

/// Laws of `has_reductions`. The sum over no elements is 0; nothing is said of the maximum over none.
template <tensor_backend B>
[[nodiscard]] law_results reduction_laws(B const& be) {
  using scalar = scalar_t<B>;
  constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
  std::vector<extents> const shapes{{5}, {1}, {3, 4}, {2, 3, 4}, {3, 1, 2}};
  law_results results;

  results.push_back(testing::law("sum_keeps_its_axis", [&](evidence& against) {
    auto const plus = [](scalar total, scalar x) { return total + x; };
    for (auto const& shape : shapes)
      for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        auto const host = testing::mixed_values<scalar>(shape);
        against.expect_near("sum along axis " + std::to_string(axis), be.to_host(be.sum(testing::put(be, host), axis)),
                            reference::reduce(host, axis, scalar{0}, plus), tolerance<B>::value);
      }
    against.expect_near("sum over no elements",
                        be.to_host(be.sum(testing::put(be, host_array<scalar>(extents{2, 0})), 1)),
                        host_array<scalar>(extents{2, 1}), 0);
  }));

  results.push_back(testing::law("max_keeps_its_axis", [&](evidence& against) {
    for (auto const& shape : shapes)
      for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        auto const host = testing::mixed_values<scalar>(shape, 3);
        against.expect_same("max along axis " + std::to_string(axis), be.to_host(be.max(testing::put(be, host), axis)),
                            reference::reduce(host, axis, -infinity, reference::larger<scalar>));
      }
  }));

  results.push_back(testing::law("max_of_special_values", [&](evidence& against) {
    host_array<scalar> const host({5, 2}, std::vector<scalar>{-3, -2, -infinity, -infinity, 1, infinity,  //
                                                              nan, 1, 1, nan});
    against.expect_same("max", be.to_host(be.max(testing::put(be, host), 1)),
                        {extents{5, 1}, std::vector<scalar>{-2, -infinity, infinity, nan, nan}});
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_REDUCTION_LAWS_HPP
