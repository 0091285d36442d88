#ifndef SUREGRASP_TESTING_VALUE_LAWS_HPP
#define SUREGRASP_TESTING_VALUE_LAWS_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// Every primitive that takes tensors, on `a` and `b` of one shape `[2, 3]`.
template <tensor_backend B, class Visit>
void for_each_primitive(B const& be, tensor_t<B> const& a, tensor_t<B> const& b, Visit visit) {
  std::vector<std::int64_t> const indices{1, 0};
  visit("reshape", [&] { return be.reshape(a, {3, 2}); });
  visit("take", [&] { return be.take(a, indices, 0); });
  visit("concat", [&] {
    std::vector<tensor_t<B>> const both{a, b};
    return be.concat(std::span<tensor_t<B> const>(both), 0);
  });
  visit("add", [&] { return be.add(a, b); });
  visit("sub", [&] { return be.sub(a, b); });
  visit("mul", [&] { return be.mul(a, b); });
  visit("div", [&] { return be.div(a, b); });
  visit("exp", [&] { return be.exp(a); });
  visit("log", [&] { return be.log(a); });
  visit("where", [&] { return be.where(a, b, a); });
  visit("sum", [&] { return be.sum(a, 1); });
  visit("max", [&] { return be.max(a, 1); });
}

}  // namespace detail

/// Tensors are values: no operation changes its arguments, and a new value for one name changes no other.
template <tensor_backend B>
[[nodiscard]] law_results value_laws(B const& be) {
  using scalar = scalar_t<B>;
  auto const first = testing::positive_values<scalar>({2, 3}, 1), second = testing::positive_values<scalar>({2, 3}, 2);
  law_results results;

  results.push_back(testing::law("operations_leave_their_arguments", [&](evidence& against) {
    auto const a = testing::put(be, first), b = testing::put(be, second);
    detail::for_each_primitive(be, a, b, [&](std::string const& name, auto operation) {
      (void)operation();
      against.expect_same("first argument after " + name, be.to_host(a), first);
      against.expect_same("second argument after " + name, be.to_host(b), second);
    });
  }));

  results.push_back(testing::law("results_outlive_their_arguments", [&](evidence& against) {
    auto a = testing::put(be, first), b = testing::put(be, second);
    detail::for_each_primitive(be, a, b, [&](std::string const& name, auto operation) {
      auto const result = operation();
      auto const before = be.to_host(result);
      a = testing::put(be, host_array<scalar>({2, 3}));
      b = testing::put(be, host_array<scalar>({2, 3}));
      against.expect_same("result of " + name + " after its arguments were assigned to", be.to_host(result), before);
      a = testing::put(be, first);
      b = testing::put(be, second);
    });
  }));

  results.push_back(testing::law("copies_are_values", [&](evidence& against) {
    auto original = testing::put(be, first);
    auto const copy = original;
    original = be.add(original, testing::put(be, second));
    against.expect_same("copy after its original was assigned to", be.to_host(copy), first);
    auto assigned = testing::put(be, second);
    assigned = copy;
    assigned = be.exp(assigned);
    against.expect_same("origin of an assignment after its target was assigned to", be.to_host(copy), first);
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_VALUE_LAWS_HPP
