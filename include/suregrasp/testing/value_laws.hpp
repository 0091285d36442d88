#ifndef SUREGRASP_TESTING_VALUE_LAWS_HPP
#define SUREGRASP_TESTING_VALUE_LAWS_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
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

  if constexpr (requires(tensor_t<B>& t) { be.lerp_(t, t, 0.5); })
    results.push_back(testing::law("lerp_moves_in_place", [&](evidence& against) {
      auto const to = testing::put(be, second);
      for (double const weight : {0.0, 0.25, 1.0}) {
        auto const w = static_cast<scalar>(weight);
        auto t = testing::put(be, first);
        be.lerp_(t, to, weight);
        against.expect_near("lerp_", be.to_host(t),
                            reference::elementwise([w](scalar x, scalar y) { return x + w * (y - x); }, first, second),
                            tolerance<B>::value);
        against.expect_same("target of lerp_", be.to_host(to), second);
      }
    }));

  if constexpr (requires(tensor_t<B>& t) { be.lerp_(t, t, 0.5); })
    results.push_back(testing::law("handles_tell_their_memory", [&](evidence& against) {
      // A moving average moves a tensor once, by whatever names it goes: copies that move along have to be known.
      auto t = testing::put(be, first);
      auto const copy = t, apart = testing::put(be, first);
      be.lerp_(t, testing::put(be, second), 1);
      bool const moved_along = be.to_host(copy).values != first.values;
      if constexpr (requires { std::span<std::byte const>(be.memory_of(t)); }) {
        std::span<std::byte const> const memory = be.memory_of(t), of_copy = be.memory_of(copy);
        against.expect(!moved_along || (memory.data() == of_copy.data() && memory.size() == of_copy.size()),
                       "memory_of differs for copies that lerp_ moves together");
        against.expect(memory.data() != be.memory_of(apart).data(), "memory_of is the same for tensors made apart");
      } else {
        against.expect(!moved_along,
                       "lerp_ moves copies along, and no member memory_of(t) tells which tensors are one");
      }
    }));

  results.push_back(testing::law("epsilon_is_told", [&](evidence& against) {
    auto const epsilon = static_cast<scalar>(suregrasp::epsilon_of(be, testing::put(be, first)));
    host_array<scalar> const next({2}, std::vector<scalar>{scalar{1} + epsilon, scalar{1}});
    against.expect(next.values[0] > 1, "epsilon_of is less than scalar_type tells from nothing");
    against.expect_same("1 + epsilon_of, and 1", be.to_host(testing::put(be, next)), next);
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_VALUE_LAWS_HPP
