#ifndef SUREGRASP_TESTING_SAMPLE_VALUES_HPP
#define SUREGRASP_TESTING_SAMPLE_VALUES_HPP

#include <cmath>
#include <cstddef>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/host_array.hpp>
#include <utility>
#include <vector>

/// Values to try laws on. All are short binary fractions, exact in any floating-point format.
namespace suregrasp::inline v2::testing {

/// Both signs, between -3.7 and 3.9; neither 0 nor, among 61 neighbours, equal; at least 1/8 apart.
template <class T>
[[nodiscard]] host_array<T> mixed_values(extents const& shape, std::size_t seed = 0) {
  host_array<T> result(shape);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    auto const step = static_cast<double>((37 * i + 11 * seed + 5) % 61);
    result.values[i] = static_cast<T>((step - 30) / 8 + 1.0 / 16);
  }
  return result;
}

/// Between 1 and 4.75.
template <class T>
[[nodiscard]] host_array<T> positive_values(extents const& shape, std::size_t seed = 0) {
  auto result = testing::mixed_values<T>(shape, seed);
  for (auto& v : result.values) v = 1 + std::abs(v);
  return result;
}

/// Pairs of shapes that broadcast, in all the ways there are: equal, scalar, missing axes, extents of 1 on either side
/// or both, and no elements at all.
[[nodiscard]] inline std::vector<std::pair<extents, extents>> broadcasting_shapes() {
  return {{{2, 3}, {2, 3}}, {{2, 3}, {}},           {{}, {2, 3}},     {{}, {}},         {{1, 3}, {2, 1}},
          {{3}, {2, 3}},    {{2, 1, 4}, {3, 1}},    {{2, 3}, {1}},    {{2, 3}, {1, 1}}, {{4, 1, 2}, {1, 3, 1}},
          {{1}, {}},        {{1, 2, 2}, {3, 2, 2}}, {{2, 3}, {2, 1}}, {{0, 3}, {1, 3}}, {{2, 0}, {2, 1}}};
}

/// The tensor of a backend with the values of a host array.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> put(B const& be, host_array<scalar_t<B>> const& host) {
  return be.from_host(host.view());
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_SAMPLE_VALUES_HPP
