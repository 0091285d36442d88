#ifndef SUREGRASP_FILES_JSON_FIELDS_HPP
#define SUREGRASP_FILES_JSON_FIELDS_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/fields.hpp>
#include <type_traits>
#include <utility>
#include <vector>

/// Described structs as JSON objects, and back.
namespace suregrasp::inline v2 {

/// A struct as a JSON object: a key for each field in their order, enumerations by name, lists as arrays, what an
/// optional does not have as null. JSON has no NaN and no infinity: these are null as well.
template <described S>
[[nodiscard]] nlohmann::ordered_json to_json(S const& object);

namespace detail {

template <class Value>
[[nodiscard]] nlohmann::ordered_json json_value(Value const& value) {
  if constexpr (std::is_floating_point_v<Value>) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
  } else if constexpr (std::is_same_v<Value, nlohmann::ordered_json> || std::is_arithmetic_v<Value>) {
    return value;
  } else if constexpr (named_enumeration<Value>) {
    return name_of(value);
  } else if constexpr (described<Value>) {
    return to_json(value);
  } else if constexpr (path_like<Value>) {
    return value.string();
  } else if constexpr (std::convertible_to<Value const&, std::string_view>) {
    return std::string(std::string_view(value));
  } else if constexpr (optional_like<Value>) {
    return value.has_value() ? json_value(*value) : nlohmann::ordered_json();
  } else {
    static_assert(list_like<Value>, "this type has no form in JSON: describe its fields");
    auto list = nlohmann::ordered_json::array();
    for (auto const& each : value) list.push_back(json_value(each));
    return list;
  }
}

}  // namespace detail

template <described S>
nlohmann::ordered_json to_json(S const& object) {
  auto json = nlohmann::ordered_json::object();
  for_each_field(object, [&](auto const& field, auto const& value) {
    auto part = detail::json_value(value);
    if (field.merged)
      json.update(part);
    else
      json[std::string(field.name)] = std::move(part);
  });
  return json;
}

/// Which objects `from_json` takes beside those that hold every field and nothing else.
struct json_reading {
  std::vector<std::string_view> may_lack{};  ///< fields that keep their default where they are not, as `fusion.scale`
  bool pass_unknown = false;                 ///< keys that are no field are passed over, not refused
};

namespace detail {

/// Reads one document, whose origin begins every message.
class json_reader {
 public:
  json_reader(std::string origin, json_reading how) : origin_(std::move(origin)), how_(std::move(how)) {}

  template <described S>
  void read(nlohmann::ordered_json const& from, std::string const& path, S& to) const {
    if (!from.is_object()) refuse(path, "an object with " + names_text<S>(), from);
    read_members(from, path, to);
    if (how_.pass_unknown) return;
    for (auto const& [key, value] : from.items())
      if (!is_field<S>(key))
        throw data_error("json.field",
                         origin_ + ": there is no field " + member_of(path, key) + ", expected " + names_text<S>());
  }

  [[noreturn]] void refuse(std::string const& path, std::string const& expected,
                           nlohmann::ordered_json const& got) const {
    auto const text = got.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    throw data_error("json.field", origin_ + ": " + (path.empty() ? "" : path + ": ") + "expected " + expected +
                                       ", got " + (text.size() > 60 ? text.substr(0, 60) + "..." : text));
  }

 private:
  [[nodiscard]] static std::string member_of(std::string const& path, std::string_view name) {
    return path + (path.empty() ? "" : ".") + std::string(name);
  }

  template <described S>
  [[nodiscard]] static std::string names_text() {
    std::string text;
    for_each_field(S{}, [&]<class Value>(auto const& field, Value const&) {
      std::string name(field.name);
      if constexpr (described<Value>)
        if (field.merged) name = names_text<Value>();
      text += (text.empty() ? "" : ", ") + name;
    });
    return text;
  }

  template <described S>
  [[nodiscard]] static bool is_field(std::string_view key) {
    bool known = false;
    for_each_field(S{}, [&]<class Value>(auto const& field, Value const&) {
      if constexpr (described<Value>)
        known = known || (field.merged ? is_field<Value>(key) : field.name == key);
      else
        known = known || field.name == key;
    });
    return known;
  }

  template <described S>
  void read_members(nlohmann::ordered_json const& from, std::string const& path, S& to) const {
    for_each_field(to, [&]<class Value>(auto const& field, Value& value) {
      if constexpr (described<Value>)
        if (field.merged) return read_members(from, path, value);
      auto const where = member_of(path, field.name);
      auto const found = from.find(std::string(field.name));
      if (found != from.end())
        value_of(*found, where, value);
      else if (std::ranges::count(how_.may_lack, where) == 0)
        throw data_error("json.field", origin_ + ": expected a field " + where + ", there is none");
    });
  }

  template <class Value>
  void value_of(nlohmann::ordered_json const& from, std::string const& path, Value& to) const {
    if constexpr (described<Value>) {
      read(from, path, to);
    } else if constexpr (std::is_same_v<Value, bool>) {
      if (!from.is_boolean()) refuse(path, "true or false", from);
      to = from.get<bool>();
    } else if constexpr (std::is_integral_v<Value>) {
      if (!is_whole<Value>(from)) refuse(path, "a whole number", from);
      to = from.get<Value>();
    } else if constexpr (std::is_floating_point_v<Value>) {
      if (!from.is_number() || !std::isfinite(from.get<Value>())) refuse(path, "a finite number", from);
      to = from.get<Value>();
    } else if constexpr (named_enumeration<Value>) {
      for (auto const& each : names_of(to))
        if (from == each.name) return void(to = each.value);
      refuse(path, choices_text<Value>(), from);
    } else if constexpr (path_like<Value> || std::is_same_v<Value, std::string>) {
      if (!from.is_string()) refuse(path, "a text", from);
      to = from.get<std::string>();
    } else if constexpr (optional_like<Value>) {
      to.reset();
      if (!from.is_null()) value_of(from, path, to.emplace());
    } else {
      static_assert(list_like<Value>, "this type has no form in JSON: describe its fields");
      list_of(from, path, to);
    }
  }

  template <class List>
  void list_of(nlohmann::ordered_json const& from, std::string const& path, List& to) const {
    if (!from.is_array()) refuse(path, "a list", from);
    if constexpr (requires { to.resize(from.size()); })
      to.resize(from.size());
    else if (to.size() != from.size())
      refuse(path, "a list of " + std::to_string(to.size()), from);
    for (std::size_t i = 0; i < from.size(); ++i) value_of(from[i], path + "[" + std::to_string(i) + "]", to[i]);
  }

  /// Whether a number is whole and fits the type.
  template <class Integer>
  [[nodiscard]] static bool is_whole(nlohmann::ordered_json const& from) {
    if (from.is_number_unsigned()) return std::in_range<Integer>(from.get<std::uint64_t>());
    return from.is_number_integer() && std::in_range<Integer>(from.get<std::int64_t>());
  }

  std::string origin_;
  json_reading how_;
};

}  // namespace detail

/// The struct that a JSON object describes. Throws `data_error` `json.field` for a key that is missing or no field, for
/// a value of another kind, a number that is not finite or outside of its field's range, a name that is no choice; the
/// message begins with `origin`, such as the file, and says the key, what was expected and what is there.
template <described S>
[[nodiscard]] S from_json(nlohmann::ordered_json const& json, std::string const& origin,
                          json_reading const& reading = {}) {
  S object{};
  detail::json_reader(origin, reading).read(json, "", object);
  try {
    check_fields(object, origin);
  } catch (option_error const& problem) {
    throw data_error("json.field", problem.what());
  }
  return object;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_JSON_FIELDS_HPP
