#ifndef SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP
#define SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <suregrasp/backend/derived.hpp>
#include <vector>

/// The consistency term (Eq. 11) from distances and weights.
namespace suregrasp::inline v2::detail {

[[nodiscard]] inline double mean(std::vector<double> const& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The sum of the weighted distances divided by the number of slots. Rejected samples are masked, not multiplied by 0,
/// since their distance may be NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> weighted_mean(B const& be, tensor_t<B> const& distance, std::vector<double> const& weights,
                                        std::size_t slots) {
  std::vector<scalar_t<B>> values;
  for (double const weight : weights) values.push_back(static_cast<scalar_t<B>>(weight));
  auto const weight = be.from_host(host_view<scalar_t<B> const>({std::ssize(values)}, values));
  auto const chosen = be.where(weight, be.mul(weight, distance), suregrasp::constant(be, 0));
  return be.div(suregrasp::sum_all(be, chosen), suregrasp::constant(be, static_cast<double>(slots)));
}

/// Whether a target, a tensor or several, holds neither NaN nor infinity; true for what is neither.
template <tensor_backend B, class Target>
[[nodiscard]] bool finite(B const& be, Target const& target) {
  if constexpr (std::same_as<Target, tensor_t<B>>)
    return std::ranges::all_of(be.to_host(target).values, [](auto value) { return std::isfinite(value); });
  else if constexpr (std::same_as<Target, std::vector<tensor_t<B>>>)
    return std::ranges::all_of(target, [&](auto const& part) { return detail::finite(be, part); });
  else
    return true;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_CONSISTENCY_LOSS_HPP
