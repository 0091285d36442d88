#ifndef SUREGRASP_IMAGES_FAST_NORMALS_HPP
#define SUREGRASP_IMAGES_FAST_NORMALS_HPP

#include <array>
#include <cstddef>
#include <cstdint>

namespace suregrasp::inline v2 {

/// Three nearly normal values of mean 0 and standard deviation 1 from 64 random bits; each is the sum of three uniform
/// ones, so none exceeds 3 in magnitude.
[[nodiscard]] inline std::array<float, 3> fast_normals(std::uint64_t bits) {
  constexpr std::uint64_t mask = 127 | 127ULL << 21 | 127ULL << 42;
  std::uint64_t sums = (bits & mask) + ((bits >> 7) & mask) + ((bits >> 14) & mask);
  std::array<float, 3> values{};
  for (std::size_t c = 0; c < 3; ++c, sums >>= 21) {
    auto const sum = static_cast<int>(sums & 511);
    values[c] = (static_cast<float>(sum) - 190.5F) * (1 / 64.0F);  // variance of the sum: 3 (128^2 - 1) / 12 = 64^2
  }
  return values;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_FAST_NORMALS_HPP
