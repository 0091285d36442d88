#ifndef SUREGRASP_GEOMETRY_AXIS_DIRECTION_HPP
#define SUREGRASP_GEOMETRY_AXIS_DIRECTION_HPP

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <suregrasp/geometry/lanes.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"

namespace suregrasp::inline v1 {

/// Cosine and sine of an angle of period pi: of `theta`, or both of `theta + pi`.
template <class V>
struct axis_direction {
  V cos = {};
  V sin = {};
};

namespace axis_direction_detail {

/// How a type reduces an angle: pi / 2 is the sum of three parts, the first two so short that whole multiples of them
/// are exact up to `limit`; adding and taking off `round` rounds to a whole number.
template <class T>
struct reduction;
template <>
struct reduction<double> {
  static constexpr double high = 0x1.921fb544p+0, middle = 0x1.0b4611a6p-34, low = 0x1.3198a2e037073p-69;
  static constexpr double turns = 0x1.45f306dc9c883p-1, round = 0x1.8p52, limit = 500000;
  static constexpr std::size_t terms = 8;
};
template <>
struct reduction<float> {
  static constexpr float high = 0x1.92p+0f, middle = 0x1.fb4p-12f, low = 0x1.4442d2p-24f;
  static constexpr float turns = 0x1.45f306p-1f, round = 0x1.8p23f, limit = 1000;
  static constexpr std::size_t terms = 5;
};

/// -1 / n!, 1 / (n + 2)!, -1 / (n + 4)!, ...
template <class T>
[[nodiscard]] constexpr std::array<T, reduction<T>::terms> coefficients(int n) {
  std::array<T, reduction<T>::terms> result{};
  double factorial = 1;
  for (int k = 2; k <= n; ++k) factorial *= k;
  double sign = -1;
  for (T& term : result) {
    term = static_cast<T>(sign / factorial);
    factorial *= (n + 1) * (n + 2);
    n += 2;
    sign = -sign;
  }
  return result;
}

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
[[nodiscard, gnu::always_inline]] inline V polynomial(std::array<lanes::element<V>, N> const& coefficients, V square) {
  V sum = lanes::all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = lanes::times(sum, square) + coefficients[k];
  return sum;
}

/// By the Taylor series about the nearest multiple of pi / 2, to the last bit or two; |theta| up to `limit`.
template <class V>
[[nodiscard, gnu::always_inline]] inline axis_direction<V> of_lanes(V theta) {
  using T = lanes::element<V>;
  using by = reduction<T>;
  V const quarters = (lanes::times(theta, lanes::all<V>(by::turns)) + by::round) - by::round;
  V const halves = (quarters * T(0.5) + by::round) - by::round;
  V const rest =
      ((theta - lanes::times(quarters, lanes::all<V>(by::high))) - lanes::times(quarters, lanes::all<V>(by::middle))) -
      lanes::times(quarters, lanes::all<V>(by::low));
  V const square = lanes::times(rest, rest);
  static constexpr auto odd = coefficients<T>(3), even = coefficients<T>(2);
  V const sin = rest + lanes::times(lanes::times(rest, square), polynomial(odd, square));
  V const cos = lanes::times(square, polynomial(even, square)) + T(1);
  auto const upright = quarters == halves + halves;
  return {lanes::select(upright, cos, sin), lanes::select(upright, sin, -cos)};
}

}  // namespace axis_direction_detail

/// The direction of an axis. Computed alike for one angle and for many at once; angles of many thousand turns, whose
/// own rounding is worth more than a few bits of the result, go to the mathematical library.
template <std::floating_point T>
[[nodiscard]] axis_direction<T> direction_of_axis(T theta) {
  if constexpr (sizeof(T) <= sizeof(double))
    if (std::abs(theta) <= axis_direction_detail::reduction<T>::limit) return axis_direction_detail::of_lanes(theta);
  return {std::cos(theta), std::sin(theta)};
}

}  // namespace suregrasp::inline v1

#pragma GCC diagnostic pop

#endif  // SUREGRASP_GEOMETRY_AXIS_DIRECTION_HPP
