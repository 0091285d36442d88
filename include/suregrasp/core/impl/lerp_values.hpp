#ifndef SUREGRASP_CORE_IMPL_LERP_VALUES_HPP
#define SUREGRASP_CORE_IMPL_LERP_VALUES_HPP

#include <cstddef>

namespace suregrasp::inline v2::detail {

/// `t += weight * (to - t)` for `count` values, exact at both ends.
template <class T>
void lerp_values(T* values, T const* to, std::size_t count, double weight) {
  auto const forth = static_cast<T>(weight), back = static_cast<T>(1 - weight);
  if (weight < 0.5)
    for (std::size_t i = 0; i < count; ++i) values[i] += forth * (to[i] - values[i]);
  else
    for (std::size_t i = 0; i < count; ++i) values[i] = to[i] - back * (to[i] - values[i]);
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_LERP_VALUES_HPP
