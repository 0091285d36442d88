#ifndef SUREGRASP_CLI_REPORT_BASE64_HPP
#define SUREGRASP_CLI_REPORT_BASE64_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace suregrasp::inline v2 {

/// Bytes as base64 text with padding and without line breaks (RFC 4648, section 4), as `data:` addresses want it.
[[nodiscard]] inline std::string base64(std::string_view bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t const group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    result += alphabet[group >> 18U];
    result += alphabet[group >> 12U & 63U];
    result += i + 1 < bytes.size() ? alphabet[group >> 6U & 63U] : '=';
    result += i + 2 < bytes.size() ? alphabet[group & 63U] : '=';
  }
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CLI_REPORT_BASE64_HPP
