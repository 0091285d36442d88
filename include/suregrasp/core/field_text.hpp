#ifndef SUREGRASP_CORE_FIELD_TEXT_HPP
#define SUREGRASP_CORE_FIELD_TEXT_HPP

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <suregrasp/core/field.hpp>
#include <tuple>
#include <type_traits>

namespace suregrasp::inline v2 {

/// How a value is written out.
enum class text_style {
  readable,  ///< numbers with six digits and their unit, long lists cut short: for people
  exact      ///< every number reads back as the same, nothing is left out: for digests and records
};

namespace detail {

template <class T>
concept has_text = requires(T const& value) {
  { value.text() } -> std::convertible_to<std::string>;
};

template <class T>
concept path_like = requires(T const& value) {
  { value.generic_string() } -> std::convertible_to<std::string>;
};

template <class T>
concept optional_like = requires(T const& value) {
  { value.has_value() } -> std::convertible_to<bool>;
  *value;
};

template <class T>
concept list_like = requires(T const& values) {
  values.begin();
  { values.size() } -> std::convertible_to<std::size_t>;
};

template <class T>
[[nodiscard]] std::string number_text(T value, text_style style) {
  char buffer[64];
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(value)) return "nan";
    auto const end = style == text_style::exact
                         ? std::to_chars(buffer, buffer + sizeof buffer, value)
                         : std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
    return {buffer, end.ptr};
  } else {
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
  }
}

/// Between double quotes; a quote or backslash within follows a backslash.
[[nodiscard]] inline std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  for (char const c : text) quoted.append(c == '"' || c == '\\' ? 1 : 0, '\\').push_back(c);
  return quoted + '"';
}

}  // namespace detail

/// A value as text: numbers, names of enumerations, text in quotes, optional values (`none` without one), lists, and
/// structs that are described or have a `text()` of their own, at any depth.
template <class T>
[[nodiscard]] std::string text_of(T const& value, text_style style = text_style::readable);

namespace detail {

template <class List>
[[nodiscard]] std::string list_text(List const& values, text_style style) {
  constexpr std::size_t shown = 16;
  std::string text = "[";
  std::size_t count = 0;
  for (auto const& each : values) {
    if (style == text_style::readable && count == shown)
      return text + ", ... " + number_text(static_cast<std::size_t>(values.size()), style) + " in all]";
    text += (count++ == 0 ? "" : ", ") + text_of(each, style);
  }
  return text + "]";
}

template <described S>
[[nodiscard]] std::string struct_text(S const& object, text_style style) {
  std::string text = "{";
  auto const add = [&](auto const& field) {
    using value_type = typename std::remove_cvref_t<decltype(field)>::value_type;
    text.append(text.size() == 1 ? "" : ", ").append(field.name).append(": ");
    text += text_of(object.*field.member, style);
    if (style == text_style::readable && std::is_arithmetic_v<value_type> && !field.unit.empty())
      text.append(" ").append(field.unit);
  };
  with_fields<S>([&](auto const&... each) { (add(each), ...); });
  return text + "}";
}

}  // namespace detail

template <class T>
std::string text_of(T const& value, text_style style) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_arithmetic_v<T>)
    return detail::number_text(value, style);
  else if constexpr (named_enumeration<T>)
    return name_of(value).empty() ? detail::number_text(static_cast<long long>(value), style)
                                  : std::string(name_of(value));
  else if constexpr (detail::path_like<T>)
    return text_of(value.generic_string(), style);
  else if constexpr (std::convertible_to<T const&, std::string_view>)
    return detail::quoted_text(value);
  else if constexpr (detail::has_text<T> && described<T>)
    return style == text_style::exact ? detail::struct_text(value, style) : value.text();
  else if constexpr (detail::has_text<T>)
    return value.text();
  else if constexpr (described<T>)
    return detail::struct_text(value, style);
  else if constexpr (detail::optional_like<T>)
    return value.has_value() ? text_of(*value, style) : "none";
  else if constexpr (detail::list_like<T>)
    return detail::list_text(value, style);
  else
    static_assert(described<T>, "this type has no text: describe its fields, or give it a text()");
}

/// Prints a struct for people, as `{x: 280, y: 334.85, theta: -0.0767 rad}`.
template <class T>
  requires described<T> || detail::has_text<T>
std::ostream& operator<<(std::ostream& out, T const& value) {
  return out << text_of(value);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_FIELD_TEXT_HPP
