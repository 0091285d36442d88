#ifndef SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
#define SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2::detail {

/// The eight bytes from `bytes` on.
[[nodiscard]] inline std::uint64_t word_at(unsigned char const* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// Whether none of the eight bytes from `bytes` on is 0.
[[nodiscard]] inline bool all_set(unsigned char const* bytes) {
  auto const word = detail::word_at(bytes);
  return ((word - 0x0101010101010101U) & ~word & 0x8080808080808080U) == 0;
}

/// The first of the bytes from `x` on that is not 0, or `end`; seven bytes beyond may be read.
[[nodiscard]] inline std::ptrdiff_t next_set(unsigned char const* bytes, std::ptrdiff_t x, std::ptrdiff_t end) {
  for (; x < end; x += 8) {
    auto const word = detail::word_at(bytes + x);
    if (word == 0) continue;
    auto const bits = std::endian::native == std::endian::little ? std::countr_zero(word) : std::countl_zero(word);
    return std::min<std::ptrdiff_t>(end, x + bits / 8);
  }
  return end;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
