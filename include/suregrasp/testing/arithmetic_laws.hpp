#ifndef SUREGRASP_TESTING_ARITHMETIC_LAWS_HPP
#define SUREGRASP_TESTING_ARITHMETIC_LAWS_HPP

#include <limits>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// A binary operation broadcasts, and treats infinities and NaN as IEEE 754 does.
template <tensor_backend B, class Operation, class Meaning>
void append_binary_laws(law_results& results, B const& be, std::string const& name, Operation operation,
                        Meaning meaning) {
  using scalar = scalar_t<B>;
  results.push_back(testing::law(name + "_broadcasts", [&](evidence& against) {
    for (auto const& [left, right] : broadcasting_shapes()) {
      auto const a = testing::mixed_values<scalar>(left, 1), b = testing::mixed_values<scalar>(right, 2);
      against.expect_near(name + " of " + to_string(left) + " and " + to_string(right),
                          be.to_host(operation(testing::put(be, a), testing::put(be, b))),
                          reference::elementwise(meaning, a, b), tolerance<B>::value);
    }
  }));
  results.push_back(testing::law(name + "_of_special_values", [&](evidence& against) {
    constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
    std::vector<scalar> const special{0, 1, -1, infinity, -infinity, nan};
    host_array<scalar> const a({6, 1}, special), b({6}, special);
    against.expect_near(name, be.to_host(operation(testing::put(be, a), testing::put(be, b))),
                        reference::elementwise(meaning, a, b), tolerance<B>::value);
  }));
}

}  // namespace detail

/// Laws of `has_arithmetic`.
template <tensor_backend B>
[[nodiscard]] law_results arithmetic_laws(B const& be) {
  using tensor = tensor_t<B>;
  using scalar = scalar_t<B>;
  law_results results;
  detail::append_binary_laws(
      results, be, "add", [&](tensor const& a, tensor const& b) { return be.add(a, b); },
      [](scalar x, scalar y) { return x + y; });
  detail::append_binary_laws(
      results, be, "sub", [&](tensor const& a, tensor const& b) { return be.sub(a, b); },
      [](scalar x, scalar y) { return x - y; });
  detail::append_binary_laws(
      results, be, "mul", [&](tensor const& a, tensor const& b) { return be.mul(a, b); },
      [](scalar x, scalar y) { return x * y; });
  detail::append_binary_laws(
      results, be, "div", [&](tensor const& a, tensor const& b) { return be.div(a, b); },
      [](scalar x, scalar y) { return x / y; });
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_ARITHMETIC_LAWS_HPP
