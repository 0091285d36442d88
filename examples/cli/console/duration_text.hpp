#ifndef SUREGRASP_CLI_CONSOLE_DURATION_TEXT_HPP
#define SUREGRASP_CLI_CONSOLE_DURATION_TEXT_HPP

#include <cmath>
#include <cstdint>
#include <string>

namespace suregrasp::cli {

/// A duration for people: `0:07`, `12:30`, `1:02:03`; `-:--` where it is not known.
[[nodiscard]] inline std::string clock_text(double seconds) {
  if (!std::isfinite(seconds)) return "-:--";
  auto const total = static_cast<std::int64_t>(std::llround(std::fmax(seconds, 0.0)));
  auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::int64_t const hours = total / 3600, minutes = total / 60 % 60;
  return hours > 0 ? std::to_string(hours) + ":" + two(minutes) + ":" + two(total % 60)
                   : std::to_string(minutes) + ":" + two(total % 60);
}

/// A duration in words: `0.4 s`, `42 s`, `7 min 55 s`, `1 h 02 min`.
[[nodiscard]] inline std::string duration_text(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 9.95) {
    std::int64_t const tenths = std::llround(seconds * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  }
  std::int64_t const total = std::llround(seconds);
  if (total < 60) return std::to_string(total) + " s";
  if (total < 3600) return std::to_string(total / 60) + " min " + std::to_string(total % 60) + " s";
  std::int64_t const minutes = total / 60 % 60;
  return std::to_string(total / 3600) + " h " + (minutes < 10 ? "0" : "") + std::to_string(minutes) + " min";
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_DURATION_TEXT_HPP
