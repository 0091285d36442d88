#ifndef SUREGRASP_DATA_POINT_CLOUD_LZF_HPP
#define SUREGRASP_DATA_POINT_CLOUD_LZF_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace suregrasp::inline v2 {

/// The `size` bytes that LZF compressed; nothing where the input gives another number of bytes or refers to bytes
/// before the beginning. Allocates no more memory than the input can fill: three bytes of input give at most 264.
///
/// Source: the format of M. Lehmann's liblzf: a byte below 32 begins a run of literals; any other gives the distance
/// and the length of a copy from the output so far.
[[nodiscard]] inline std::optional<std::string> lzf_decompressed(std::string_view input, std::size_t size) {
  if (size / 88 > input.size()) return std::nullopt;
  std::string output;
  output.reserve(size);
  std::size_t at = 0;
  auto const next = [&] { return static_cast<std::size_t>(static_cast<std::uint8_t>(input[at++])); };
  while (at < input.size()) {
    std::size_t const control = next();
    if (control < 32) {
      if (input.size() - at < control + 1 || size - output.size() < control + 1) return std::nullopt;
      output.append(input, at, control + 1);
      at += control + 1;
      continue;
    }
    std::size_t length = (control >> 5) + 2;
    if (input.size() - at < (length == 9 ? 2U : 1U)) return std::nullopt;
    if (length == 9) length += next();
    std::size_t const back = ((control & 31) << 8 | next()) + 1;
    if (back > output.size() || size - output.size() < length) return std::nullopt;
    for (std::size_t from = output.size() - back; length > 0; --length) output.push_back(output[from++]);
  }
  if (output.size() != size) return std::nullopt;
  return output;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_POINT_CLOUD_LZF_HPP
