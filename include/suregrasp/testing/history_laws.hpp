#ifndef SUREGRASP_TESTING_HISTORY_LAWS_HPP
#define SUREGRASP_TESTING_HISTORY_LAWS_HPP

#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

/// Laws of what a differentiable backend remembers: leaves, what lies before them, and what is told to be forgotten.
template <differentiable_backend B>
[[nodiscard]] law_results history_laws(B const& be) {
  using tensor = tensor_t<B>;
  using scalar = scalar_t<B>;
  auto const host = testing::mixed_values<scalar>({2, 3}), other = testing::mixed_values<scalar>({3}, 1);
  auto const derivative = [&](tensor const& loss, tensor const& by) {
    std::vector<tensor> const leaf{by};
    return be.to_host(be.gradient(loss, std::span<tensor const>(leaf)).at(0));
  };
  auto const times = [&](scalar factor) {
    auto result = host;
    for (auto& v : result.values) v *= factor;
    return result;
  };
  law_results results;

  results.push_back(testing::law("variable_and_stop_gradient_keep_values", [&](evidence& against) {
    auto const t = testing::put(be, host);
    against.expect_same("variable", be.to_host(be.variable(t)), host);
    against.expect_same("stop_gradient", be.to_host(be.stop_gradient(t)), host);
    against.expect_same("stop_gradient of a variable", be.to_host(be.stop_gradient(be.variable(t))), host);
  }));

  results.push_back(testing::law("gradient_adds_up_over_uses", [&](evidence& against) {
    auto const x = be.variable(testing::put(be, host));
    auto const loss = suregrasp::sum_all(be, be.add(be.mul(x, x), be.sub(x, x)));
    against.expect_near("derivative of x x + x - x", derivative(loss, x), times(2), tolerance<B>::value);
    against.expect_near("the same asked again", derivative(loss, x), times(2), tolerance<B>::value);
  }));

  results.push_back(testing::law("gradient_of_one_element_of_any_rank", [&](evidence& against) {
    for (extents const& shape : std::vector<extents>{{}, {1}, {1, 1}}) {
      auto const x = be.variable(testing::put(be, host));
      against.expect_same("loss of shape " + to_string(shape),
                          derivative(be.reshape(suregrasp::sum_all(be, x), shape), x),
                          host_array<scalar>({2, 3}, scalar{1}));
    }
  }));

  results.push_back(testing::law("gradient_by_an_unused_leaf_is_zero", [&](evidence& against) {
    auto const x = be.variable(testing::put(be, host)), unused = be.variable(testing::put(be, other));
    auto const zero = host_array<scalar>(other.shape);
    against.expect_same("beside a used one", derivative(suregrasp::sum_all(be, x), unused), zero);
    against.expect_same("of a constant", derivative(suregrasp::constant(be, 1), unused), zero);
  }));

  results.push_back(testing::law("stop_gradient_stops", [&](evidence& against) {
    auto const x = be.variable(testing::put(be, host));
    against.expect_near("derivative of stop(x) x",
                        derivative(suregrasp::sum_all(be, be.mul(be.stop_gradient(x), x)), x), host,
                        tolerance<B>::value);
  }));

  results.push_back(testing::law("a_variable_has_no_past", [&](evidence& against) {
    auto const x = be.variable(testing::put(be, host));
    auto const v = be.variable(be.add(x, x));
    auto const loss = suregrasp::sum_all(be, be.mul(v, v));
    against.expect_near("derivative by the variable", derivative(loss, v), times(4), tolerance<B>::value);
    against.expect_same("derivative by what it was made of", derivative(loss, x), times(0));
  }));

  results.push_back(testing::law("history_is_not_on_host", [&](evidence& against) {
    // What a host kernel made of such a tensor would have no history, and its gradient would be 0 without a word.
    std::vector<tensor> const x{be.variable(testing::put(be, host))};
    std::vector<std::int64_t> const first{0};
    auto const expect = [&](std::string const& what, tensor const& t) {
      against.expect(!suregrasp::on_host(be, t), what + ": on_host is true of a tensor with a history");
    };
    expect("variable", x[0]);
    expect("add", be.add(x[0], x[0]));
    expect("where", be.where(be.stop_gradient(x[0]), x[0], x[0]));
    expect("exp", be.exp(x[0]));
    expect("reshape", be.reshape(x[0], {6}));
    expect("take", be.take(x[0], first, 1));
    expect("concat", be.concat(std::span<tensor const>(x), 0));
    expect("sum", be.sum(x[0], 1));
    expect("max", be.max(x[0], 1));
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_HISTORY_LAWS_HPP
