#ifndef SUREGRASP_BACKEND_TRIGONOMETRY_HPP
#define SUREGRASP_BACKEND_TRIGONOMETRY_HPP

#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/core/host_array.hpp>
#include <vector>

/// What stands in for the optional members `round`, `sin` and `cos` of a backend.
namespace suregrasp::inline v2 {

namespace trigonometry_detail {

/// The values of `t`; for the derivative a constant.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> without_history(B const& be, tensor_t<B> const& t) {
  if constexpr (differentiable_backend<B>)
    return be.stop_gradient(t);
  else
    return t;
}

/// sum of values[k] * square^k, by Horner's rule.
template <tensor_backend B, std::size_t N>
[[nodiscard]] tensor_t<B> polynomial(B const& be, std::array<double, N> const& values, tensor_t<B> const& square) {
  auto sum = suregrasp::constant(be, values[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = be.add(be.mul(sum, square), suregrasp::constant(be, values[k]));
  return sum;
}

/// How an angle is brought near 0: by a multiple of pi / 2, of which `high` and `low` are the whole, and what the
/// multiple makes of the sine. Constants for the derivative.
template <class Tensor>
struct reduced_angle {
  Tensor high, low;
  Tensor upright;  ///< above 0 where the sine stays a sine
  Tensor sign;
};

/// Of `T` that holds pi / 2 in pieces, the first so short that multiples of it are exact.
template <class T>
struct right_angle {
  static constexpr bool single = sizeof(T) < sizeof(double);
  static constexpr double head = single ? 0x1.92p+0 : 0x1.921fb544p+0;
  static constexpr double middle = single ? 0x1.fb4p-12 : std::numbers::pi / 2 - head;
  static constexpr double tail = single ? 0x1.4442d18p-24 : 6.123233995736766e-17;
};

/// From the values in the host's memory.
template <tensor_backend B>
[[nodiscard]] reduced_angle<tensor_t<B>> reduced_on_host(B const& be, tensor_t<B> const& t, int quarters) {
  using T = scalar_t<B>;
  constexpr double head = right_angle<T>::head;
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
  auto const small = like(low), sine = like(upright), side = like(sign);
  return {be.from_host(high.view()), small, sine, side};
}

/// The largest whole number that is not larger.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> floor(B const& be, tensor_t<B> const& t) {
  auto const near = suregrasp::round(be, t), one = suregrasp::constant(be, 1);
  return be.where(be.sub(near, t), be.sub(near, one), near);
}

/// From operations of the backend, which leave the values where they are.
template <tensor_backend B>
[[nodiscard]] reduced_angle<tensor_t<B>> reduced_in_place(B const& be, tensor_t<B> const& t, int quarters) {
  using angle = right_angle<scalar_t<B>>;
  auto const number = [&](double value) { return suregrasp::constant(be, value); };
  auto const values = trigonometry_detail::without_history(be, t);
  auto const multiple = suregrasp::round(be, be.div(values, number(std::numbers::pi / 2)));
  auto const turned = be.add(multiple, number(quarters));
  auto const rest_of = [&](tensor_t<B> const& of, double by) {
    auto const times = number(by);
    return be.sub(of, be.mul(times, trigonometry_detail::floor(be, be.div(of, times))));
  };
  auto const phase = rest_of(turned, 4), odd = rest_of(turned, 2);
  auto const low = be.add(be.mul(multiple, number(angle::middle)), be.mul(multiple, number(angle::tail)));
  auto const sign = be.where(be.sub(number(1.5), phase), number(1), number(-1));
  return {be.mul(multiple, number(angle::head)), low, be.sub(number(0.5), odd), sign};
}

/// sin(t + quarters * pi / 2), by the Taylor series about the nearest multiple of pi / 2.
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
  auto const near = suregrasp::on_host(be, t) ? trigonometry_detail::reduced_on_host(be, t, quarters)
                                              : trigonometry_detail::reduced_in_place(be, t, quarters);
  auto const rest = be.sub(be.sub(t, near.high), near.low), squared = be.mul(rest, rest);
  auto const sine = be.mul(rest, trigonometry_detail::polynomial(be, odd, squared));
  return be.mul(near.sign, be.where(near.upright, sine, trigonometry_detail::polynomial(be, even, squared)));
}

}  // namespace trigonometry_detail

template <tensor_backend B>
[[nodiscard]] tensor_t<B> round(B const& be, tensor_t<B> const& t) {
  detail::check_round<B, has_round<B>>();
  if constexpr (has_round<B>) {
    return be.round(t);
  } else {
    // A number below 1 / epsilon added to 1 / epsilon has no digits behind the point left; a larger one has none.
    double const large = 1 / suregrasp::epsilon_of(be, t);
    auto const values = trigonometry_detail::without_history(be, t);
    auto const shift = be.where(values, suregrasp::constant(be, large), suregrasp::constant(be, -large));
    auto const near = be.sub(be.add(values, shift), shift);
    auto const size = be.where(values, values, be.sub(suregrasp::constant(be, 0), values));
    return be.where(be.sub(suregrasp::constant(be, large), size), near, values);
  }
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> sin(B const& be, tensor_t<B> const& t) {
  detail::check_sin<B, has_sin<B>>();
  if constexpr (has_sin<B>)
    return be.sin(t);
  else
    return trigonometry_detail::sine_after(be, t, 0);
}

template <tensor_backend B>
[[nodiscard]] tensor_t<B> cos(B const& be, tensor_t<B> const& t) {
  detail::check_cos<B, has_cos<B>>();
  if constexpr (has_cos<B>)
    return be.cos(t);
  else
    return trigonometry_detail::sine_after(be, t, 1);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_TRIGONOMETRY_HPP
