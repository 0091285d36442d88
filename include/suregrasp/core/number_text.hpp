#ifndef SUREGRASP_CORE_NUMBER_TEXT_HPP
#define SUREGRASP_CORE_NUMBER_TEXT_HPP

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2 {

/// A number with `decimals` digits after the point, the same in every locale; never `-0`. A value that is not finite is
/// written as a dash.
[[nodiscard]] inline std::string fixed_text(double value, int decimals) {
  if (!std::isfinite(value)) return "\u2013";
  char buffer[400];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::fixed, std::clamp(decimals, 0, 60));
  std::string text(std::begin(buffer), end);
  bool const zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text.front() == '-' ? text.substr(1) : text;
}

/// A number with `digits` significant digits for people to read (1234, 12.3, 0.0123), in scientific notation below 1e-4
/// and from 1e7 on.
[[nodiscard]] inline std::string significant_text(double value, int digits = 3) {
  if (!std::isfinite(value) || value == 0) return fixed_text(value, 0);
  int const magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude >= -4 && magnitude < 7) return fixed_text(value, std::max(0, digits - 1 - magnitude));
  char buffer[64];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::scientific, digits - 1);
  return {std::begin(buffer), end};
}

/// A proportion as a percentage: `0.908` becomes `90.8 %`, with a no-break space before the sign.
[[nodiscard]] inline std::string percent_text(double proportion, int decimals = 1) {
  std::string const number = fixed_text(100 * proportion, decimals);
  return std::isfinite(proportion) ? number + "\u00a0%" : number;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_NUMBER_TEXT_HPP
