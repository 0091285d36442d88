#ifndef SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
#define SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <suregrasp/core/strict_arithmetic.hpp>

namespace suregrasp::inline v2::detail {

/// The eight bytes from `bytes` on, the first lowest.
[[nodiscard]] inline std::uint64_t word_at(unsigned char const* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

inline constexpr std::uint64_t highest_bits = 0x8080808080808080U;

/// Which of eight bytes are not 0, by the highest bit of each.
[[nodiscard]] inline std::uint64_t set_bytes(std::uint64_t word) {
  return (((word & ~highest_bits) + ~highest_bits) | word) & highest_bits;
}

/// The number of the first of eight bytes that is not 0; one of them is not.
[[nodiscard]] inline int first_set(std::uint64_t word) { return std::countr_zero(word) / 8; }

/// The first of the bytes from `x` on that is not 0, or `end`; seven bytes beyond may be read.
[[nodiscard]] inline std::ptrdiff_t next_set(unsigned char const* bytes, std::ptrdiff_t x, std::ptrdiff_t end) {
  for (; x < end; x += 8)
    if (auto const word = detail::word_at(bytes + x); word != 0)
      return std::min<std::ptrdiff_t>(end, x + detail::first_set(word));
  return end;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_SET_BYTES_HPP
