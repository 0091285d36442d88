#ifndef SUREGRASP_CLI_REPORT_REPORT_RESULTS_HPP
#define SUREGRASP_CLI_REPORT_REPORT_RESULTS_HPP

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <utility>

namespace suregrasp::cli {

/// Reading results where every part may be missing or null, but none may be of another kind than expected.
/// The error names the field.
namespace results {

using json = nlohmann::ordered_json;

[[noreturn]] inline void refuse(std::string_view field, char const* expected, json const& found) {
  throw data_error("report.results",
                   "results: expected " + std::string(field) + " to be " + expected + ", found " + found.type_name());
}

/// The field, or null.
[[nodiscard]] inline json const& field(json const& object, std::string_view name) {
  static json const nothing;
  if (object.is_null()) return nothing;
  if (!object.is_object()) refuse("what holds " + std::string(name), "an object", object);
  auto const found = object.find(std::string(name));
  return found == object.end() ? nothing : *found;
}

/// The number, or NaN.
[[nodiscard]] inline double number(json const& object, std::string_view name) {
  json const& value = field(object, name);
  if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
  return value.is_number() ? value.get<double>() : (refuse(name, "a number", value), 0.0);
}

/// The text, or an empty one.
[[nodiscard]] inline std::string text(json const& object, std::string_view name) {
  json const& value = field(object, name);
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : (refuse(name, "text", value), std::string());
}

/// The list, or an empty one.
[[nodiscard]] inline json const& list(json const& object, std::string_view name) {
  static json const empty = json::array();
  json const& value = field(object, name);
  if (value.is_null()) return empty;
  if (!value.is_array()) refuse(name, "a list", value);
  return value;
}

}  // namespace results

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_RESULTS_HPP
