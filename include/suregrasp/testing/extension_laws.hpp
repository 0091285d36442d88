#ifndef SUREGRASP_TESTING_EXTENSION_LAWS_HPP
#define SUREGRASP_TESTING_EXTENSION_LAWS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/impl/reference_operations.hpp>
#include <suregrasp/testing/gradient_laws.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// Of members that make or move tensors.
template <tensor_backend B>
void append_layout_extension_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  results.push_back(testing::law("constant_is_as_from_host", [&](evidence& against) {
    constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    for (extents const& shape : std::vector<extents>{{}, {1}, {2, 3}, {0, 3}, {2, 1, 2}})
      for (double const value : {0.0, 1.0, -2.5, 0.1, 1e-3, infinity, -infinity, nan})
        against.expect_same("constant " + std::to_string(value), be.to_host(suregrasp::constant(be, value, shape)),
                            be.to_host(testing::put(be, host_array<scalar>(shape, static_cast<scalar>(value)))));
    if constexpr (has_lerp<B>) {
      auto moved = suregrasp::constant(be, 1, {2});
      be.lerp_(moved, suregrasp::constant(be, 3, {2}), 1);
      against.expect_same("a constant after another of its kind was moved", be.to_host(suregrasp::constant(be, 1, {2})),
                          host_array<scalar>({2}, scalar{1}));
    }
  }));

  results.push_back(testing::law("slice_takes_neighbours", [&](evidence& against) {
    for (extents const& shape : std::vector<extents>{{5}, {3, 4}, {2, 3, 2}}) {
      auto const host = testing::mixed_values<scalar>(shape);
      auto const t = testing::put(be, host);
      for (std::size_t axis = 0; axis < shape.size(); ++axis)
        for (std::int64_t first = 0; first <= shape[axis]; ++first)
          for (std::int64_t count = 0; first + count <= shape[axis]; ++count) {
            std::vector<std::int64_t> indices;
            for (std::int64_t k = 0; k < count; ++k) indices.push_back(first + k);
            against.expect_same("slice of " + suregrasp::to_string(shape),
                                be.to_host(suregrasp::slice(be, t, axis, first, count)),
                                reference::take(host, std::span<std::int64_t const>(indices), axis));
          }
      against.expect_same("t after slice", be.to_host(t), host);
    }
  }));

  results.push_back(testing::law("transpose_exchanges_axes", [&](evidence& against) {
    for (auto const& [m, n] : std::vector<std::pair<std::int64_t, std::int64_t>>{{2, 3}, {1, 4}, {3, 3}, {0, 2}}) {
      auto const a = testing::mixed_values<scalar>({m, n});
      host_array<scalar> expected(extents{n, m});
      auto const rows = static_cast<std::size_t>(m), columns = static_cast<std::size_t>(n);
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) expected.values[j * rows + i] = a.values[i * columns + j];
      against.expect_same("transpose of " + suregrasp::to_string(a.shape),
                          be.to_host(suregrasp::transpose(be, testing::put(be, a))), expected);
    }
  }));
}

/// Of functions of a number.
template <tensor_backend B>
void append_function_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  using values = std::vector<scalar>;
  auto const vector = [](values const& v) { return host_array<scalar>({static_cast<std::int64_t>(v.size())}, v); };
  auto const of = [&](std::string const& name, auto operation, auto definition, host_array<scalar> const& arguments) {
    results.push_back(testing::law(name + "_values", [&, operation, definition, arguments](evidence& against) {
      against.expect_near(name, be.to_host(operation(testing::put(be, arguments))),
                          reference::elementwise(definition, arguments), tolerance<B>::value);
    }));
  };
  using tensor = tensor_t<B>;
  auto const any = testing::mixed_values<scalar>({3, 7});
  of(
      "sin", [&](tensor const& t) { return suregrasp::sin(be, t); }, [](scalar x) { return std::sin(x); }, any);
  of(
      "cos", [&](tensor const& t) { return suregrasp::cos(be, t); }, [](scalar x) { return std::cos(x); }, any);
  of(
      "sqrt", [&](tensor const& t) { return suregrasp::sqrt(be, t); },
      [](scalar x) { return x > 0 ? std::sqrt(x) : scalar{0}; }, vector({1, 4, scalar{0.0625}, 2, 3, 1000, 0, -1}));

  results.push_back(testing::law("round_values", [&](evidence& against) {
    constexpr auto infinity = std::numeric_limits<scalar>::infinity(), nan = std::numeric_limits<scalar>::quiet_NaN();
    scalar const half{0.5}, large = scalar{1} / std::numeric_limits<scalar>::epsilon();
    auto const whole = [&](values const& v) { return be.to_host(suregrasp::round(be, testing::put(be, vector(v)))); };
    against.expect_same("round of halves", whole({half, -half, 1 + half, 2 + half, -1 - half, -2 - half}),
                        vector({0, 0, 2, 2, -2, -2}));
    against.expect_same("round", whole({0, 1, -1, scalar{0.25}, scalar{0.75}, scalar{-3.75}, scalar{100.25}}),
                        vector({0, 1, -1, 0, 1, -4, 100}));
    against.expect_same("round of large and special values", whole({large, -4 * large, infinity, -infinity, nan}),
                        vector({large, -4 * large, infinity, -infinity, nan}));
  }));
}

/// Of what is known of a tensor, and of what models do with it.
template <tensor_backend B>
void append_memory_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  using tensor = tensor_t<B>;
  auto const first = testing::positive_values<scalar>({2, 3}, 1), second = testing::positive_values<scalar>({2, 3}, 2);
  if constexpr (has_lerp<B>) {
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
    results.push_back(testing::law("handles_tell_their_memory", [&](evidence& against) {
      // A moving average moves a tensor once, by whatever names it goes: copies that move along have to be known.
      auto t = testing::put(be, first);
      auto const copy = t, apart = testing::put(be, first);
      be.lerp_(t, testing::put(be, second), 1);
      bool const moved_along = be.to_host(copy).values != first.values;
      auto const memory = suregrasp::memory_of(be, t), of_copy = suregrasp::memory_of(be, copy);
      against.expect(!moved_along || !memory.empty(),
                     "lerp_ moves copies along, and no member memory_of(t) tells which tensors are one");
      against.expect(!moved_along || (memory.data() == of_copy.data() && memory.size() == of_copy.size()),
                     "memory_of differs for copies that lerp_ moves together");
      against.expect(memory.empty() || memory.data() != suregrasp::memory_of(be, apart).data(),
                     "memory_of is the same for tensors made apart");
    }));
  }
  if constexpr (has_lerp_all<B>)
    results.push_back(testing::law("lerp_all_moves_each", [&](evidence& against) {
      for (double const weight : {0.0, 0.25, 0.75, 1.0}) {
        std::vector<tensor> many{testing::put(be, first), testing::put(be, second)},
            one = {testing::put(be, first), testing::put(be, second)};
        std::vector<tensor> const to{testing::put(be, second), testing::put(be, first)};
        be.lerp_all_(std::span<tensor>(many), std::span<tensor const>(to), weight);
        for (std::size_t i = 0; i < 2; ++i) {
          if constexpr (has_lerp<B>)
            be.lerp_(one[i], to[i], weight);
          else
            one[i] = be.add(one[i], suregrasp::scale(be, be.sub(to[i], one[i]), weight));
          against.expect_near("lerp_all_, tensor " + std::to_string(i), be.to_host(many[i]), be.to_host(one[i]),
                              has_lerp<B> ? 0 : tolerance<B>::value);
        }
      }
    }));

  results.push_back(testing::law("clone_shares_nothing", [&](evidence& against) {
    auto t = testing::put(be, first);
    auto const copy = suregrasp::clone(be, t);
    if constexpr (has_lerp<B>) be.lerp_(t, testing::put(be, second), 1);
    against.expect_same("clone", be.to_host(copy), first);
  }));

  results.push_back(testing::law("epsilon_is_told", [&](evidence& against) {
    auto const epsilon = static_cast<scalar>(suregrasp::epsilon_of(be, testing::put(be, first)));
    host_array<scalar> const next({2}, std::vector<scalar>{scalar{1} + epsilon, scalar{1}});
    against.expect(next.values[0] > 1, "epsilon_of is less than scalar_type tells from nothing");
    against.expect_same("1 + epsilon_of, and 1", be.to_host(testing::put(be, next)), next);
  }));
}

/// Of the history that members record or leave out.
template <differentiable_backend B>
void append_history_extension_laws(law_results& results, B const& be) {
  using scalar = scalar_t<B>;
  using tensor = tensor_t<B>;
  using tensors = std::span<tensor const>;
  auto const no_share = [&](evidence& against, std::string const& what, auto operation) {
    std::vector<tensor> const leaf{be.variable(testing::put(be, testing::positive_values<scalar>({2, 3})))};
    auto const loss = suregrasp::sum_all(be, operation(leaf[0]));
    against.expect_same("derivative past " + what, be.to_host(be.gradient(loss, tensors(leaf)).at(0)),
                        host_array<scalar>({2, 3}));
  };
  results.push_back(testing::law("without_gradients_forgets", [&](evidence& against) {
    no_share(against, "without_gradients",
             [&](tensor const& x) { return suregrasp::without_gradients(be, [&] { return be.mul(x, x); }); });
    auto const x = testing::put(be, testing::positive_values<scalar>({2, 3}));
    against.expect_same("without_gradients", be.to_host(suregrasp::without_gradients(be, [&] { return be.mul(x, x); })),
                        be.to_host(be.mul(x, x)));
  }));
  results.push_back(testing::law("clone_and_round_forget", [&](evidence& against) {
    no_share(against, "clone", [&](tensor const& x) { return suregrasp::clone(be, x); });
    no_share(against, "round", [&](tensor const& x) { return suregrasp::round(be, x); });
  }));

  gradient_comparison<B> const comparison(be);
  auto const gradient_of = [&](std::string const& name, auto f, host_array<scalar> const& at) {
    results.push_back(testing::law("gradient_of_" + name, [&, f, at](evidence& against) {
      comparison.compare(against, [&](tensors t) { return f(t[0]); }, {at});
    }));
  };
  auto const some = testing::mixed_values<scalar>({3, 4});
  gradient_of(
      "sin", [&](tensor const& t) { return suregrasp::sin(be, t); }, some);
  gradient_of(
      "cos", [&](tensor const& t) { return suregrasp::cos(be, t); }, some);
  gradient_of(
      "sqrt", [&](tensor const& t) { return suregrasp::sqrt(be, t); }, testing::positive_values<scalar>({3, 4}));
  gradient_of(
      "transpose", [&](tensor const& t) { return suregrasp::transpose(be, t); }, some);
  gradient_of(
      "slice", [&](tensor const& t) { return suregrasp::slice(be, suregrasp::slice(be, t, 0, 1, 2), 1, 0, 3); }, some);
}

}  // namespace detail

/// The laws of `extensions.hpp`: of the optional members that a backend has, and of what stands in for the others.
template <tensor_backend B>
[[nodiscard]] law_results extension_laws(B const& be) {
  law_results results;
  detail::append_layout_extension_laws(results, be);
  detail::append_function_laws(results, be);
  detail::append_memory_laws(results, be);
  if constexpr (differentiable_backend<B>) detail::append_history_extension_laws(results, be);
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_EXTENSION_LAWS_HPP
