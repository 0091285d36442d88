#ifndef SUREGRASP_TESTS_PNG_CHECKSUMS_HPP
#define SUREGRASP_TESTS_PNG_CHECKSUMS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <suregrasp/images/impl/png_structure.hpp>

namespace suregrasp_tests {

/// The bytes with right checksums after every chunk of a PNG file, as far as chunks can be told: no fuzzer finds one
/// by itself, and nothing behind them would be reached.
[[nodiscard]] inline std::string with_checksums(std::string_view bytes) {
  std::string result(bytes);
  if (!suregrasp::is_png(bytes)) return result;
  for (std::size_t at = 8; at + 12 <= result.size();) {
    std::size_t const length = suregrasp::detail::big_endian(result, at);
    if (result.size() - at - 12 < length) break;
    auto const sum = suregrasp::detail::crc32::of(std::string_view(result).substr(at + 4, length + 4));
    for (std::size_t i = 0; i < 4; ++i) result[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
    at += length + 12;
  }
  return result;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_PNG_CHECKSUMS_HPP
