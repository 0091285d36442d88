#ifndef SUREGRASP_CORE_FIELD_CHECKS_HPP
#define SUREGRASP_CORE_FIELD_CHECKS_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <type_traits>

/// Whether options hold what their fields say they may hold.
namespace suregrasp::inline v2 {

/// Whether a range takes a number. A limited one takes neither NaN nor infinity.
[[nodiscard]] inline bool holds(field_range const& range, double value) {
  if (!range.limited) return true;
  bool const divides = range.multiple_of == 1 || std::fmod(value, range.multiple_of) == 0;
  return std::isfinite(value) && value <= range.most && (range.open ? value > range.least : value >= range.least) &&
         divides;
}

/// ` from 0 to 1`, ` above 0`, ` of at least 96, a multiple of 32`: what follows after "a number".
[[nodiscard]] inline std::string range_text(field_range const& range) {
  std::string text;
  bool const below = std::isfinite(range.least), beyond = std::isfinite(range.most);
  if (below && beyond)
    text = " from " + text_of(range.least) + " to " + text_of(range.most);
  else if (below)
    text = (range.open ? " above " : " of at least ") + text_of(range.least);
  else if (beyond)
    text = " of at most " + text_of(range.most);
  if (range.multiple_of != 1) text += ", a multiple of " + text_of(range.multiple_of);
  return text;
}

/// The names of an enumeration for messages: `double_angle or raw`.
template <named_enumeration E>
[[nodiscard]] std::string choices_text() {
  std::string text;
  auto const names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i].name);
  return text;
}

namespace detail {

[[noreturn]] inline void refuse_field(std::string const& where, std::string const& name, std::string const& expected,
                                      std::string const& got) {
  throw option_error("option.field", where + ": " + name + ": expected " + expected + ", got " + got);
}

template <class Value>
[[nodiscard]] bool is_choice(std::string_view choices, Value const& value) {
  if (choices.empty()) return true;
  if constexpr (std::is_arithmetic_v<Value>)
    return std::ranges::count(split_text(choices, ','), text_of(value, text_style::exact)) > 0;
  else
    return std::ranges::count(split_text(choices, ','), std::string_view(value)) > 0;
}

template <class Field, class Value>
void check_value(Field const& field, Value const& value, std::string const& name, std::string const& where);

/// Each element of a list by its index, as `heads[2]`.
template <class Field, class List>
void check_list(Field const& field, List const& values, std::string const& name, std::string const& where) {
  std::size_t index = 0;
  for (auto const& each : values) check_value(field, each, name + "[" + std::to_string(index++) + "]", where);
}

template <described S>
void check_struct(S const& object, std::string const& before, std::string const& where) {
  for_each_field(object, [&](auto const& field, auto const& value) {
    check_value(field, value, before + std::string(field.name), where);
  });
}

template <class Field, class Value>
void check_value(Field const& field, Value const& value, std::string const& name, std::string const& where) {
  if constexpr (described<Value>) {
    check_struct(value, name + ".", where);
  } else if constexpr (named_enumeration<Value>) {
    if (name_of(value).empty()) refuse_field(where, name, choices_text<Value>(), text_of(value));
  } else if constexpr (std::is_arithmetic_v<Value> || std::convertible_to<Value const&, std::string_view>) {
    if (!is_choice(field.choices, value))
      refuse_field(where, name, "one of " + std::string(field.choices), text_of(value));
    if constexpr (std::is_arithmetic_v<Value>)
      if (!holds(field.range, static_cast<double>(value)))
        refuse_field(where, name, (std::is_integral_v<Value> ? "a whole number" : "a number") + range_text(field.range),
                     text_of(value));
  } else if constexpr (optional_like<Value>) {
    if (value.has_value()) check_value(field, *value, name, where);
  } else if constexpr (list_like<Value>) {
    check_list(field, value, name, where);
  }
}

}  // namespace detail

/// Throws `option_error` `option.field` for the first member, at any depth, that is not what its field allows: a number
/// outside of its range, NaN or infinite where there is one, a text that is no choice, a value that is none of its
/// enumeration. The message begins with `where` and says the field, what was expected and what came.
template <described S>
void check_fields(S const& options, std::string const& where) {
  detail::check_struct(options, "", where);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_FIELD_CHECKS_HPP
