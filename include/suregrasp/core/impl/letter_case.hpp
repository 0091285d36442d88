#ifndef SUREGRASP_CORE_IMPL_LETTER_CASE_HPP
#define SUREGRASP_CORE_IMPL_LETTER_CASE_HPP

#include <string>
#include <string_view>

namespace suregrasp::inline v2::detail {

/// A text with small letters for A to Z; other letters stay.
[[nodiscard]] inline std::string small_letters(std::string text) {
  for (char& each : text)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return text;
}

/// Whether a text ends so, in capital or small letters.
[[nodiscard]] inline bool ends_in_either_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         small_letters(std::string(text.substr(text.size() - end.size()))) == small_letters(std::string(end));
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_LETTER_CASE_HPP
