#ifndef SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP
#define SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The pieces of a text between separators, each without the blanks around it; views into `text`.
[[nodiscard]] inline std::vector<std::string_view> split_text(std::string_view text, char separator) {
  auto const trimmed = [](std::string_view word) {
    auto const first = word.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return std::string_view();
    return word.substr(first, word.find_last_not_of(" \t\r") - first + 1);
  };
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(separator, begin), text.size());
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

/// The number that the whole text spells, or nothing. A plus may stand before it.
[[nodiscard]] inline std::optional<double> number_in(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a message adds where a number could not be read: the way out of a decimal comma; empty for other texts.
[[nodiscard]] inline std::string decimal_comma_text(std::string_view text) {
  auto const comma = text.find(',');
  if (comma == std::string_view::npos) return {};
  std::string pointed(text);
  pointed[comma] = '.';
  return number_in(pointed) ? ", which has a decimal comma: write " + pointed : std::string();
}

/// The words of a text that blanks separate; views into `text`.
[[nodiscard]] inline std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  std::vector<std::string_view> words;
  for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    auto const end = std::min(text.find_first_of(blanks, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return words;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_TEXT_FIELDS_HPP
