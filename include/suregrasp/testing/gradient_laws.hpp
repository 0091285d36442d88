#ifndef SUREGRASP_TESTING_GRADIENT_LAWS_HPP
#define SUREGRASP_TESTING_GRADIENT_LAWS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

/// Compares a backend's gradients with central differences of the function itself.
///
/// The function maps tensors to one tensor, whose elements are weighted and summed to a loss.
template <differentiable_backend B>
class gradient_comparison {
 public:
  using tensors = std::span<tensor_t<B> const>;
  using hosts = std::vector<host_array<scalar_t<B>>>;

  explicit gradient_comparison(B const& be) : be_(be) {}

  /// Evidence against the gradient of `f` at `arguments`.
  template <class F>
  void compare(evidence& against, F f, hosts const& arguments) const {
    std::vector<tensor_t<B>> leaves;
    for (auto const& argument : arguments) leaves.push_back(be_.variable(testing::put(be_, argument)));
    auto const value = f(tensors(leaves));
    auto const loss = suregrasp::sum_all(be_, be_.mul(value, testing::put(be_, weights(be_.shape(value)))));
    auto const gradients = be_.gradient(loss, tensors(leaves));
    against.expect(gradients.size() == leaves.size(), "as many gradients as leaves were expected");
    for (std::size_t k = 0; k < leaves.size(); ++k)
      against.expect_near("gradient by argument " + std::to_string(k), be_.to_host(gradients.at(k)),
                          central_differences(f, arguments, k), std::cbrt(tolerance<B>::value));
  }

 private:
  static host_array<scalar_t<B>> weights(extents const& shape) {
    auto result = testing::mixed_values<scalar_t<B>>(shape, 7);
    for (auto& v : result.values) v /= 4;
    return result;
  }

  template <class F>
  double loss_at(F const& f, hosts const& arguments) const {
    std::vector<tensor_t<B>> leaves;
    for (auto const& argument : arguments) leaves.push_back(testing::put(be_, argument));
    auto const value = be_.to_host(f(tensors(leaves)));
    auto const weight = weights(value.shape);
    double loss = 0;
    for (std::size_t i = 0; i < value.values.size(); ++i)
      loss += static_cast<double>(value.values[i]) * static_cast<double>(weight.values[i]);
    return loss;
  }

  template <class F>
  host_array<scalar_t<B>> central_differences(F const& f, hosts arguments, std::size_t k) const {
    // A power of 2, so that steps are exact; below the distance of the sample values from 0 and from each other.
    auto const step = static_cast<scalar_t<B>>(std::exp2(std::round(std::log2(std::cbrt(tolerance<B>::value)))));
    host_array<scalar_t<B>> slopes(arguments[k].shape);
    for (std::size_t i = 0; i < slopes.values.size(); ++i) {
      auto const at = arguments[k].values[i];
      arguments[k].values[i] = at + step;
      double const above = loss_at(f, arguments);
      arguments[k].values[i] = at - step;
      double const below = loss_at(f, arguments);
      arguments[k].values[i] = at;
      slopes.values[i] = static_cast<scalar_t<B>>((above - below) / (2 * static_cast<double>(step)));
    }
    return slopes;
  }

  B be_;
};

namespace detail {

/// Element-wise primitives, in every way of broadcasting.
template <differentiable_backend B>
void append_elementwise_gradient_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  using tensors = std::span<tensor_t<B> const>;
  gradient_comparison<B> const comparison(be);
  auto const binary = [&](std::string const& name, auto f) {
    results.push_back(testing::law("gradient_of_" + name, [&](evidence& against) {
      for (auto const& [left, right] : broadcasting_shapes())
        comparison.compare(against, f,
                           {testing::mixed_values<scalar>(left, 1), testing::positive_values<scalar>(right, 2)});
    }));
  };
  binary("add", [&](tensors t) { return be.add(t[0], t[1]); });
  binary("sub", [&](tensors t) { return be.sub(t[0], t[1]); });
  binary("mul", [&](tensors t) { return be.mul(t[0], t[1]); });
  binary("div", [&](tensors t) { return be.div(t[0], t[1]); });
  binary("where", [&](tensors t) { return be.where(t[0], t[1], t[0]); });
  results.push_back(testing::law("gradient_of_exp", [&](evidence& against) {
    comparison.compare(against, [&](tensors t) { return be.exp(t[0]); }, {testing::mixed_values<scalar>({2, 3})});
  }));
  results.push_back(testing::law("gradient_of_log", [&](evidence& against) {
    comparison.compare(against, [&](tensors t) { return be.log(t[0]); }, {testing::positive_values<scalar>({2, 3})});
  }));
}

/// Primitives that move or reduce. Maxima are compared where they are unique; for ties see `gradient_of_tied_max`.
template <differentiable_backend B>
void append_axis_gradient_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  using tensors = std::span<tensor_t<B> const>;
  gradient_comparison<B> const comparison(be);
  std::vector<std::int64_t> const indices{1, 0, 1};
  auto const along_each_axis = [&](std::string const& name, auto f) {
    results.push_back(testing::law("gradient_of_" + name, [&](evidence& against) {
      for (extents const& shape : std::vector<extents>{{3}, {2, 3}, {2, 3, 2}})
        for (std::size_t axis = 0; axis < shape.size(); ++axis)
          comparison.compare(against, [&](tensors t) { return f(t, axis); },
                             {testing::mixed_values<scalar>(shape, 1), testing::mixed_values<scalar>(shape, 2)});
    }));
  };
  along_each_axis("reshape", [&](tensors t, std::size_t) {
    return be.reshape(t[0], {static_cast<std::int64_t>(element_count(be.shape(t[0]))), 1});
  });
  along_each_axis("take", [&](tensors t, std::size_t axis) { return be.take(t[0], indices, axis); });
  along_each_axis("concat", [&](tensors t, std::size_t axis) { return be.concat(t, axis); });
  along_each_axis("sum", [&](tensors t, std::size_t axis) { return be.sum(t[0], axis); });
  along_each_axis("max", [&](tensors t, std::size_t axis) { return be.max(t[0], axis); });
  if constexpr (linalg_backend<B>)
    results.push_back(testing::law("gradient_of_matmul", [&](evidence& against) {
      comparison.compare(against, [&](tensors t) { return be.matmul(t[0], t[1]); },
                         {testing::mixed_values<scalar>({2, 3}, 1), testing::mixed_values<scalar>({3, 4}, 2)});
    }));
}

}  // namespace detail

/// The derivative of each primitive by each of its arguments. Of a choice, the condition has derivative 0.
template <differentiable_backend B>
[[nodiscard]] law_results gradient_laws(B const& be) {
  using scalar = scalar_t<B>;
  law_results results;
  detail::append_elementwise_gradient_laws(results, be);
  detail::append_axis_gradient_laws(results, be);
  results.push_back(testing::law("gradient_of_tied_max", [&](evidence& against) {
    // How tied elements share it is left open; their shares are not negative and sum to 1, others have none.
    std::vector<tensor_t<B>> const leaf{
        be.variable(testing::put(be, host_array<scalar>({4}, std::vector<scalar>{2, 1, 2, 0})))};
    auto const shares = be.to_host(be.gradient(be.max(leaf[0], 0), std::span<tensor_t<B> const>(leaf)).at(0)).values;
    against.expect(shares.at(0) >= 0 && shares.at(2) >= 0, "a tied element has a negative share");
    against.expect(testing::near(static_cast<double>(shares.at(0) + shares.at(2)), 1, tolerance<B>::value),
                   "the shares of tied elements do not sum to 1");
    against.expect(shares.at(1) == 0 && shares.at(3) == 0, "a smaller element has a share");
  }));
  results.push_back(testing::law("gradient_past_a_nan_not_chosen", [&](evidence& against) {
    // where(x, x, NaN): the gradient of what is chosen must not meet what is not.
    std::vector<tensor_t<B>> const leaf{
        be.variable(testing::put(be, host_array<scalar>({2}, std::vector<scalar>{2, 3})))};
    auto const chosen = be.where(leaf[0], leaf[0], suregrasp::constant(be, std::nan("")));
    against.expect_same(
        "gradient", be.to_host(be.gradient(suregrasp::sum_all(be, chosen), std::span<tensor_t<B> const>(leaf)).at(0)),
        host_array<scalar>({2}, scalar{1}));
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_GRADIENT_LAWS_HPP
