#ifndef SUREGRASP_BACKEND_TRIGONOMETRY_HPP
#define SUREGRASP_BACKEND_TRIGONOMETRY_HPP

#include <array>
#include <cmath>
#include <concepts>
#include <numbers>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace trigonometry_detail {

/// sum of values[k] * square^k, by Horner's rule.
template <tensor_backend B, std::size_t N>
[[nodiscard]] tensor_t<B> polynomial(B const& be, std::array<double, N> const& values, tensor_t<B> const& square) {
  auto sum = suregrasp::constant(be, values[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = be.add(be.mul(sum, square), suregrasp::constant(be, values[k]));
  return sum;
}

/// sin(t + quarters * pi / 2), by the Taylor series about the nearest multiple of pi / 2. Which multiple that is is
/// read from the values; for the derivative it is a constant.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sine_after(B const& be, tensor_t<B> const& t, int quarters) {
  static constexpr std::array<double, 9> odd{1.0,
                                             -1.0 / 6,
                                             1.0 / 120,
                                             -1.0 / 5040,
                                             1.0 / 362880,
                                             -1.0 / 39916800,
                                             1.0 / 6227020800,
                                             -1.0 / 1307674368000,
                                             1.0 / 355687428096000};
  static constexpr std::array<double, 9> even{1.0,
                                              -1.0 / 2,
                                              1.0 / 24,
                                              -1.0 / 720,
                                              1.0 / 40320,
                                              -1.0 / 3628800,
                                              1.0 / 479001600,
                                              -1.0 / 87178291200,
                                              1.0 / 20922789888000};
  using T = scalar_t<B>;
  constexpr double head = sizeof(T) < sizeof(double) ? 0x1.92p+0 : 0x1.921fb544p+0;  // of pi / 2: multiples are exact
  auto high = be.to_host(t);
  std::vector<T> low(high.values), upright(high.values), sign(high.values);
  for (std::size_t i = 0; i < high.values.size(); ++i) {
    double const multiple = std::nearbyint(static_cast<double>(high.values[i]) / (std::numbers::pi / 2));
    double const turned = multiple + quarters, phase = turned - 4 * std::floor(turned / 4);
    high.values[i] = static_cast<T>(multiple * head);
    low[i] = static_cast<T>(multiple * (std::numbers::pi / 2 - head) + multiple * 6.123233995736766e-17);
    upright[i] = static_cast<T>(phase == 0 || phase == 2);
    sign[i] = static_cast<T>(phase < 2 ? 1 : -1);
  }
  auto const like = [&](std::vector<T> const& values) {
    return be.from_host(host_view<T const>(high.shape, std::span<T const>(values)));
  };
  auto const rest = be.sub(be.sub(t, like(high.values)), like(low)), squared = suregrasp::square(be, rest);
  return be.mul(like(sign), be.where(like(upright), be.mul(rest, trigonometry_detail::polynomial(be, odd, squared)),
                                     trigonometry_detail::polynomial(be, even, squared)));
}

}  // namespace trigonometry_detail

/// Element-wise sine, to rounding for angles of a few thousand turns; by the backend's member `sin(t)` where it has
/// one.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sin(B const& be, tensor_t<B> const& t) {
  if constexpr (requires {
                  { be.sin(t) } -> std::same_as<tensor_t<B>>;
                })
    return be.sin(t);
  else
    return trigonometry_detail::sine_after(be, t, 0);
}

/// Element-wise cosine, as `sin`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> cos(B const& be, tensor_t<B> const& t) {
  if constexpr (requires {
                  { be.cos(t) } -> std::same_as<tensor_t<B>>;
                })
    return be.cos(t);
  else
    return trigonometry_detail::sine_after(be, t, 1);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_TRIGONOMETRY_HPP
