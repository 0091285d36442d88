#ifndef SUREGRASP_TESTING_BACKEND_LAWS_HPP
#define SUREGRASP_TESTING_BACKEND_LAWS_HPP

#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/testing/arithmetic_laws.hpp>
#include <suregrasp/testing/elementary_laws.hpp>
#include <suregrasp/testing/extension_laws.hpp>
#include <suregrasp/testing/gradient_laws.hpp>
#include <suregrasp/testing/history_laws.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/layout_laws.hpp>
#include <suregrasp/testing/linalg_laws.hpp>
#include <suregrasp/testing/reduction_laws.hpp>
#include <suregrasp/testing/value_laws.hpp>

namespace suregrasp::inline v2::testing {

/// Holds a backend to every law of `tensor_backend`, of the refinements that it models, and of its optional members.
///
/// Needs no test framework: in one of your own, require `passed` of each result and show `name` and `detail`. Takes
/// milliseconds on a CPU.
template <tensor_backend B>
[[nodiscard]] law_results check_backend(B const& be) {
  law_results results;
  testing::append(results, testing::layout_laws(be));
  testing::append(results, testing::arithmetic_laws(be));
  testing::append(results, testing::elementary_laws(be));
  testing::append(results, testing::reduction_laws(be));
  testing::append(results, testing::value_laws(be));
  testing::append(results, testing::extension_laws(be));
  if constexpr (linalg_backend<B>) testing::append(results, testing::linalg_laws(be));
  if constexpr (differentiable_backend<B>) {
    testing::append(results, testing::history_laws(be));
    testing::append(results, testing::gradient_laws(be));
  }
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_BACKEND_LAWS_HPP
