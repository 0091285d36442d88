#ifndef SUREGRASP_CORE_FIELD_TABLE_HPP
#define SUREGRASP_CORE_FIELD_TABLE_HPP

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>
#include <suregrasp/core/fields.hpp>
#include <type_traits>
#include <utility>

/// Described structs as the lines of a table with commas.
namespace suregrasp::inline v2 {

namespace detail {

/// A text as a cell: between double quotes, which are doubled, where a reader would take it for something else.
[[nodiscard]] inline std::string csv_text(std::string const& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text)
    if (c == '"')
      quoted += "\"\"";
    else
      quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return quoted + "\"";
}

template <class Value>
[[nodiscard]] std::string csv_cell(Value const& value) {
  if constexpr (std::is_same_v<Value, bool>)
    return value ? "1" : "0";
  else if constexpr (optional_like<Value>)
    return value.has_value() ? csv_cell(*value) : "";
  else if constexpr (std::is_floating_point_v<Value>)
    return std::isfinite(value) ? number_text(value, text_style::exact) : "";
  else if constexpr (path_like<Value>)
    return csv_text(value.generic_string());
  else if constexpr (std::convertible_to<Value const&, std::string_view>)
    return csv_text(std::string(std::string_view(value)));
  else
    return csv_text(text_of(value, text_style::exact));
}

/// Calls `visit(name, member)` for what fits a cell of a table; the members of members too, lists not.
template <described S, class Visit>
void for_each_cell(S const& object, Visit const& visit, std::string const& before = "") {
  for_each_field(object, [&]<class Value>(auto const& field, Value const& value) {
    auto const name = before + std::string(field.name);
    if constexpr (described<Value>)
      for_each_cell(value, visit, field.merged ? before : name + ".");
    else if constexpr (!list_like<Value> || std::convertible_to<Value const&, std::string_view> || path_like<Value>)
      visit(name, value);
  });
}

}  // namespace detail

/// The first line of a table of such structs, without its end: the names of the fields, those of a member as
/// `variance.theta` unless they are inlined. Lists do not fit a cell and are left out.
template <described S>
[[nodiscard]] std::string csv_header() {
  std::string line;
  detail::for_each_cell(S{}, [&](std::string const& name, auto const&) {
    line.append(line.empty() ? "" : ",").append(detail::csv_text(name));
  });
  return line;
}

/// A struct as a line of that table. Numbers read back as the same, those that are not finite are empty cells; truth
/// is 1 or 0.
template <described S>
[[nodiscard]] std::string csv_row(S const& object) {
  std::string line;
  bool first = true;
  detail::for_each_cell(object, [&](std::string const&, auto const& value) {
    line.append(std::exchange(first, false) ? "" : ",").append(detail::csv_cell(value));
  });
  return line;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_FIELD_TABLE_HPP
