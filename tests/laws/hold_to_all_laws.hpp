#ifndef SUREGRASP_TESTS_LAWS_HOLD_TO_ALL_LAWS_HPP
#define SUREGRASP_TESTS_LAWS_HOLD_TO_ALL_LAWS_HPP

#include <string>
#include <suregrasp/testing/backend_laws.hpp>
#include <vector>

#include "algorithm_results.hpp"
#include "catch2.hpp"
#include "expect_laws.hpp"
#include "faulty_backend.hpp"
#include "tasks.hpp"

namespace suregrasp_tests {

/// Names of the laws that a backend breaks with a fault in one primitive.
template <tensor_backend B>
[[nodiscard]] std::vector<std::string> laws_broken_by(B const& be, std::string const& primitive, fault_kind kind) {
  std::vector<std::string> names;
  for (auto const& law : testing::check_backend(faulty_backend<B>{be, primitive, kind}))
    if (!law.passed) names.push_back(law.name);
  return names;
}

/// The laws are a gate: a fault in any one primitive of this very backend must turn one red.
template <tensor_backend B>
void expect_faults_noticed(B const& be) {
  CHECK(laws_broken_by(be, "none", fault_kind::value) == std::vector<std::string>{});
  for (auto const& primitive : primitives_of<B>()) {
    CAPTURE(primitive);
    CHECK(!laws_broken_by(be, primitive, fault_kind::value).empty());
  }
  if constexpr (differentiable_backend<B>) {
    for (std::string const primitive :
         {"reshape", "take", "slice", "concat", "add", "sub", "mul", "div", "exp", "log", "where", "sum", "max"})
      CHECK_THAT(laws_broken_by(be, primitive, fault_kind::history),
                 Catch::Matchers::VectorContains("gradient_of_" + primitive));
    CHECK_THAT(laws_broken_by(be, "variable", fault_kind::history),
               Catch::Matchers::VectorContains(std::string("a_variable_has_no_past")));
    CHECK_THAT(laws_broken_by(be, "stop_gradient", fault_kind::history),
               Catch::Matchers::VectorContains(std::string("stop_gradient_stops")));
    CHECK_THAT(laws_broken_by(be, "on_host", fault_kind::value),
               Catch::Matchers::VectorContains(std::string("history_is_not_on_host")));
  }
}

/// All that is asked of a backend: its laws, the same results as by definition in every algorithm, the same training
/// learnt where it has gradients, and laws that notice its faults.
template <tensor_backend B>
void hold_to_all_laws(B const& be) {
  expect_laws(testing::check_backend(be));
  expect_laws(agreement_with_reference(be));
  if constexpr (linalg_backend<B> && differentiable_backend<B>) expect_same_pseudo_labels(be);
  expect_faults_noticed(be);
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_HOLD_TO_ALL_LAWS_HPP
