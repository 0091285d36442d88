#ifndef SUREGRASP_TESTS_DOUBLE_DOUBLE_HPP
#define SUREGRASP_TESTS_DOUBLE_DOUBLE_HPP

#include <array>
#include <cmath>
#include <cstddef>

/// A number as the unevaluated sum of two doubles, 106 bits or 31 digits: the reference for millions of pairs, itself
/// compared with 50 digits. By Dekker's and Knuth's error-free sums and products.
class double_double {
 public:
  double_double(double value = 0) : high_(value) {}

  friend double_double operator+(double_double const& a, double_double const& b) {
    double_double const high = sum(a.high_, b.high_), low = sum(a.low_, b.low_);
    double_double const folded = quick_sum(high.high_, high.low_ + low.high_);
    return quick_sum(folded.high_, folded.low_ + low.low_);
  }
  friend double_double operator-(double_double const& a) { return {-a.high_, -a.low_}; }
  friend double_double operator-(double_double const& a, double_double const& b) { return a + -b; }
  friend double_double operator*(double_double const& a, double_double const& b) {
    double_double const p = product(a.high_, b.high_);
    return quick_sum(p.high_, p.low_ + (a.high_ * b.low_ + a.low_ * b.high_));
  }
  friend double_double operator/(double_double const& a, double_double const& b) {
    double const first = a.high_ / b.high_;
    double_double const rest = a - b * first;
    double const second = rest.high_ / b.high_;
    return quick_sum(first, second) + (rest - b * second).high_ / b.high_;
  }
  double_double& operator+=(double_double const& other) { return *this = *this + other; }
  friend bool operator<(double_double const& a, double_double const& b) {
    return a.high_ < b.high_ || (a.high_ == b.high_ && a.low_ < b.low_);
  }
  friend bool operator>=(double_double const& a, double_double const& b) { return !(a < b); }
  explicit operator double() const { return high_; }
  [[nodiscard]] double low() const { return low_; }

  friend double_double sin(double_double const& angle) { return sine(angle.high_, 0); }
  friend double_double cos(double_double const& angle) { return sine(angle.high_, 1); }

 private:
  double_double(double high, double low) : high_(high), low_(low) {}

  static double_double quick_sum(double a, double b) {
    double const s = a + b;
    return {s, b - (s - a)};
  }
  static double_double sum(double a, double b) {
    double const s = a + b, t = s - a;
    return {s, (a - (s - t)) + (b - t)};
  }
  static double_double product(double a, double b) {
    double const p = a * b, sa = a * 134217729.0, sb = b * 134217729.0;
    double const ah = sa - (sa - a), al = a - ah, bh = sb - (sb - b), bl = b - bh;
    return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
  }

  /// sin(angle + quarters * pi / 2) of a double, by Taylor's series about the nearest multiple of pi / 2.
  static double_double sine(double angle, int quarters) {
    static std::array<double_double, 30> const inverse_factorial = [] {
      std::array<double_double, 30> values{double_double(1)};
      for (std::size_t n = 1; n < 30; ++n) values[n] = values[n - 1] / static_cast<double>(n);
      return values;
    }();
    double const multiple = std::nearbyint(angle / 1.5707963267948966);
    double_double const rest = double_double(angle) - product(multiple, 0x1.921fb54442d18p+0) -
                               product(multiple, 0x1.1a62633145c07p-54) - product(multiple, -0x1.f1976b7ed8fbcp-110);
    int const phase = static_cast<int>(multiple) + quarters;
    double_double const square = rest * rest;
    std::size_t const first = phase % 2 == 0 ? 1 : 0;
    double_double result;
    for (std::size_t term = 15; term-- > 0;) result = inverse_factorial[2 * term + first] - square * result;
    if (first == 1) result = result * rest;
    return (phase & 2) == 0 ? result : -result;
  }

  double high_ = 0;
  double low_ = 0;
};

#endif  // SUREGRASP_TESTS_DOUBLE_DOUBLE_HPP
