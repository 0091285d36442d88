#ifndef SUREGRASP_TESTING_LINALG_LAWS_HPP
#define SUREGRASP_TESTING_LINALG_LAWS_HPP

#include <cstdint>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>

namespace suregrasp::inline v2::testing {

/// Laws of `linalg_backend`.
template <linalg_backend B>
[[nodiscard]] law_results linalg_laws(B const& be) {
  using scalar = scalar_t<B>;
  struct product {
    std::int64_t m, depth, n;
  };
  law_results results;
  results.push_back(testing::law("matmul_multiplies", [&](evidence& against) {
    for (auto const& [m, depth, n] :
         {product{2, 3, 4}, product{3, 3, 3}, product{1, 1, 1}, product{1, 5, 1}, product{4, 1, 3}, product{1, 3, 2},
          product{3, 2, 1}, product{17, 33, 9}, product{0, 3, 2}}) {
      auto const a = testing::mixed_values<scalar>({m, depth}, 1), b = testing::mixed_values<scalar>({depth, n}, 2);
      against.expect_near("matmul of " + to_string(a.shape) + " and " + to_string(b.shape),
                          be.to_host(be.matmul(testing::put(be, a), testing::put(be, b))), reference::matmul(a, b),
                          tolerance<B>::value * static_cast<double>(depth));
    }
  }));
  results.push_back(testing::law("matmul_with_itself", [&](evidence& against) {
    auto const a = testing::mixed_values<scalar>({3, 3});
    auto const t = testing::put(be, a);
    against.expect_near("matmul(a, a)", be.to_host(be.matmul(t, t)), reference::matmul(a, a), tolerance<B>::value * 3);
    against.expect_same("a after matmul(a, a)", be.to_host(t), a);
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_LINALG_LAWS_HPP
