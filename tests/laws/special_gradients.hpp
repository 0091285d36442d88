#ifndef SUREGRASP_TESTS_LAWS_SPECIAL_GRADIENTS_HPP
#define SUREGRASP_TESTS_LAWS_SPECIAL_GRADIENTS_HPP

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <vector>

namespace suregrasp_tests {

using namespace suregrasp;

/// Gradients of every primitive, where central differences cannot reach: at ties, zeros, infinities and NaN.
template <differentiable_backend B>
[[nodiscard]] std::map<std::string, host_array<scalar_t<B>>> special_gradients(B const& be) {
  using scalar = scalar_t<B>;
  using tensor = tensor_t<B>;
  constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
  host_array<scalar> const x({4, 4}, std::vector<scalar>{0, 1, 1, -1, nan, 2, 0, 2, infinity, -infinity, 3, infinity,
                                                         -infinity, -infinity, -infinity, -infinity});
  host_array<scalar> const y({4}, std::vector<scalar>{1, 0, -2, nan});
  auto const weights = testing::positive_values<scalar>({4, 4}, 5);
  std::map<std::string, host_array<scalar>> results;
  auto const append = [&](std::string const& name, auto f) {
    std::vector<tensor> const leaves{be.variable(testing::put(be, x)), be.variable(testing::put(be, y))};
    auto const value = f(leaves[0], leaves[1]);
    auto const weight = be.reshape(slice(be, be.reshape(testing::put(be, weights), {16}), 0, 0,
                                         static_cast<std::int64_t>(element_count(be.shape(value)))),
                                   be.shape(value));
    auto const gradients = be.gradient(sum_all(be, be.mul(value, weight)), std::span<tensor const>(leaves));
    results[name + " by its first"] = be.to_host(gradients.at(0));
    results[name + " by its second"] = be.to_host(gradients.at(1));
  };
  std::vector<std::int64_t> const indices{3, 0, 3, 3};
  append("add", [&](tensor const& a, tensor const& b) { return be.add(a, b); });
  append("sub", [&](tensor const& a, tensor const& b) { return be.sub(a, b); });
  append("mul", [&](tensor const& a, tensor const& b) { return be.mul(a, b); });
  append("div", [&](tensor const& a, tensor const& b) { return be.div(a, b); });
  append("exp", [&](tensor const& a, tensor const&) { return be.exp(a); });
  append("log", [&](tensor const& a, tensor const&) { return be.log(a); });
  append("where", [&](tensor const& a, tensor const& b) { return be.where(a, a, b); });
  append("where the other way", [&](tensor const& a, tensor const& b) { return be.where(b, b, a); });
  append("take", [&](tensor const& a, tensor const&) { return be.take(a, indices, 1); });
  append("reshape", [&](tensor const& a, tensor const&) { return be.reshape(a, {2, 8}); });
  append("sum", [&](tensor const& a, tensor const&) { return be.sum(a, 0); });
  append("max of rows", [&](tensor const& a, tensor const&) { return be.max(a, 1); });
  append("max of columns", [&](tensor const& a, tensor const&) { return be.max(a, 0); });
  append("concat", [&](tensor const& a, tensor const& b) {
    std::vector<tensor> const parts{slice(be, a, 0, 1, 2), be.reshape(b, {1, 4})};
    return be.concat(std::span<tensor const>(parts), 0);
  });
  if constexpr (linalg_backend<B>)
    append("matmul", [&](tensor const& a, tensor const& b) { return be.matmul(a, be.reshape(b, {4, 1})); });
  return results;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_SPECIAL_GRADIENTS_HPP
