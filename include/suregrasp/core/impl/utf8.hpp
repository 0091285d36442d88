#ifndef SUREGRASP_CORE_IMPL_UTF8_HPP
#define SUREGRASP_CORE_IMPL_UTF8_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace suregrasp::inline v2::detail {

/// One character of a text in UTF-8: its number and its bytes; `size` is 0 where the bytes are no UTF-8.
struct utf8_character {
  std::uint32_t number = 0;
  std::size_t size = 0;
};

/// The character that begins at `at`, which lies in `text`. Source: RFC 3629.
[[nodiscard]] constexpr utf8_character utf8_character_at(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char const first = byte(at);
  if (first < 0x80) return {first, 1};
  std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || size > text.size() - at) return {};
  std::uint32_t number = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return {};
    number = number << 6U | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  bool const surrogate = number >= 0xd800 && number <= 0xdfff;
  return number < least[size] || number > 0x10ffff || surrogate ? utf8_character{} : utf8_character{number, size};
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto const size = utf8_character_at(text, at).size;
    if (size == 0) return false;
    at += size;
  }
  return true;
}

/// A text for a message: its first `most` bytes, in which what nobody would see (control characters, byte order marks,
/// special blanks, bytes that are no UTF-8) stands as its bytes, such as `\xFC`.
[[nodiscard]] inline std::string visible(std::string_view text, std::size_t most = 60) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string shown;
  for (std::size_t at = 0; at < text.size() && at < most;) {
    auto const [number, size] = utf8_character_at(text, at);
    auto const used = std::max<std::size_t>(size, 1);
    bool const blank = number == 0xa0 || (number >= 0x2000 && number <= 0x200f) || number == 0x202f || number == 0xfeff;
    bool const hidden = size == 0 || number < 0x20 || (number >= 0x7f && number < 0xa0) || blank;
    for (auto const each : text.substr(at, used)) {
      auto const code = static_cast<unsigned char>(each);
      if (hidden)
        shown.append("\\x").append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
      else
        shown += each;
    }
    at += used;
  }
  return shown;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_UTF8_HPP
