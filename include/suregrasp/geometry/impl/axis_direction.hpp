#ifndef SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
#define SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP

#include <cstddef>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// Cosine and sine of an angle of period pi: of `theta`, or both of `theta + pi`.
template <class V>
struct axis_direction {
  V cos = {};
  V sin = {};
};

namespace axis_direction_detail {

/// -1 / n!, 1 / (n + 2)!, -1 / (n + 4)!, ...
template <class T, std::size_t N>
struct taylor_terms {
  T values[N] = {};

  explicit constexpr taylor_terms(int n) {
    double factorial = -1;
    for (int k = 2; k <= n; ++k) factorial *= k;
    for (T& value : values) {
      value = static_cast<T>(1 / factorial);
      factorial *= -(n + 1) * (n + 2);
      n += 2;
    }
  }
};

/// How a type brings an angle within pi / 4 of 0: pi / 2 is the sum of three parts, the first two so short that whole
/// multiples of them are exact up to `limit`; adding and taking off `round` rounds to a whole number.
template <class T>
struct reduction;

template <>
struct reduction<double> {
  static constexpr double high = 0x1.921fb544p+0, middle = 0x1.0b4611a6p-34, low = 0x1.3198a2e037073p-69;
  static constexpr double turns = 0x1.45f306dc9c883p-1, round = 0x1.8p52, limit = 500000;
  static constexpr taylor_terms<double, 8> odd{3}, even{2};
};

template <>
struct reduction<float> {
  static constexpr float high = 0x1.92p+0f, middle = 0x1.fb4p-12f, low = 0x1.4442d2p-24f;
  static constexpr float turns = 0x1.45f306p-1f, round = 0x1.8p23f, limit = 1000;
  static constexpr taylor_terms<float, 4> odd{3};
  static constexpr taylor_terms<float, 5> even{2};
};

}  // namespace axis_direction_detail
}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
