#ifndef SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
#define SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The positions of numbers, none of them NaN, from the smallest to the largest; equal ones stay in their order.
template <class T>
[[nodiscard]] std::vector<std::size_t> ascending_order(std::span<T const> values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

/// The same from the largest to the smallest; again equal ones stay in their order.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> descending_order(std::span<T const> values) {
  std::vector<T> negative(values.begin(), values.end());
  for (T& value : negative) value = -value;
  return ascending_order<T>(negative);
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
