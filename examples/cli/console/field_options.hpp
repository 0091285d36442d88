#ifndef SUREGRASP_CLI_CONSOLE_FIELD_OPTIONS_HPP
#define SUREGRASP_CLI_CONSOLE_FIELD_OPTIONS_HPP

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <suregrasp/core/field_checks.hpp>
#include <type_traits>
#include <vector>

namespace suregrasp::cli {

namespace detail {

template <class Value>
struct element {
  using type = Value;
};
template <class Value>
struct element<std::vector<Value>> : element<Value> {};
template <class Value>
struct element<std::optional<Value>> : element<Value> {};

/// What can be typed: a number, a text, a path, or a list of them, or one that need not be there.
template <class Value>
concept typed_value =
    std::is_arithmetic_v<typename element<Value>::type> || std::is_same_v<typename element<Value>::type, std::string> ||
    std::is_same_v<typename element<Value>::type, std::filesystem::path>;

/// `pose_steps` is typed as `--pose-steps`.
[[nodiscard]] inline std::string flag_of(std::string_view flag, std::string_view name) {
  if (!flag.empty()) return std::string(flag);
  std::string text = "--" + std::string(name);
  for (char& c : text)
    if (c == '_') c = '-';
  return text;
}

[[nodiscard]] inline std::string help_of(std::string_view help, std::string_view unit) {
  return std::string(help) + (unit.empty() ? "" : " in " + std::string(unit));
}

/// Whether a text is a number that `Number` holds: a finite one, or a whole one within its limits and of its sign.
template <class Number>
[[nodiscard]] bool fits(std::string_view text) {
  if constexpr (std::is_floating_point_v<Number>) {
    auto const number = suregrasp::detail::number_in(text);
    return number && std::isfinite(*number);
  } else {
    if (text.starts_with('+')) text.remove_prefix(1);
    Number value{};
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size();
  }
}

template <class Number>
void add_range(CLI::Option& option, field_range const& range) {
  using wide = std::conditional_t<std::is_floating_point_v<Number>, double, std::int64_t>;
  option.check([range](std::string const& text) -> std::string {
    auto const number = suregrasp::detail::number_in(text);
    bool const good = number && holds(range, *number) && fits<Number>(text);
    constexpr bool whole = !std::is_floating_point_v<Number>;
    return good ? "" : (whole ? "expected a whole number" : "expected a number") + range_text(range) + ", got " + text;
  });
  bool const below = std::isfinite(range.least), beyond = std::isfinite(range.most);
  if (below && beyond)
    option.check(CLI::Range(static_cast<wide>(range.least), static_cast<wide>(range.most)));
  else if (below && range.least == 0 && range.open)
    option.check(CLI::PositiveNumber);
  else if (below && range.least == 0 && std::is_signed_v<Number>)
    option.check(CLI::NonNegativeNumber);
}

[[nodiscard]] inline std::vector<std::string> words_in(std::string_view list) {
  auto const parts = suregrasp::detail::split_text(list, ',');
  return {parts.begin(), parts.end()};
}

/// An enumeration is typed by the short names of its values; one that need not be there has no default.
template <class Value>
CLI::Option& add_names(CLI::App& app, std::string const& flag, std::string const& help, Value& value) {
  using enumeration = typename element<Value>::type;
  std::vector<std::string> names;
  std::string chosen;
  for (auto const& each : names_of(enumeration{})) {
    names.emplace_back(each.short_name);
    if (each.value == value) chosen = each.short_name;
  }
  return *app.add_option_function<std::string>(
                 flag, [&value](std::string const& name) { value = *value_named<enumeration>(name); }, help)
              ->default_str(chosen)
              ->check(CLI::IsMember(names));
}

template <class Field, class Value>
CLI::Option& add_option(CLI::App& app, Field const& field, Value& value) {
  auto const flag = flag_of(field.flag, field.name);
  auto const help = help_of(field.flag_help.empty() ? field.help : field.flag_help, field.unit);
  if constexpr (std::is_same_v<Value, bool>) {
    return *app.add_flag(flag, value, help);
  } else if constexpr (named_enumeration<typename element<Value>::type>) {
    return add_names(app, flag, help, value);
  } else {
    static_assert(typed_value<Value>);
    using each = typename element<Value>::type;
    auto& option = *app.add_option(flag, value, help);
    if (field.separator != 0) option.delimiter(field.separator);
    if (!field.choices.empty()) option.check(CLI::IsMember(words_in(field.choices)));
    if constexpr (std::is_arithmetic_v<each>) add_range<each>(option, field.range);
    if constexpr (std::is_same_v<each, std::filesystem::path>)
      option.check([](std::string const& text) { return text.empty() ? "expected a name, got nothing" : ""; });
    return option;
  }
}

}  // namespace detail

/// The heading of options that few need, in the whole help.
inline constexpr char const* rare_options = "Rarely needed";

/// Gives a command an option for each field that command lines offer, those of members too, in their order; they write
/// into `options`, which must outlive the command and whose values are the defaults. A truth is a flag. Limits and
/// choices are checked as the command line is read. With `rare`, all are options that few need.
template <described S>
void add_field_options(CLI::App& app, S& options, bool rare = false) {
  for_each_field(options, [&]<class Value>(auto const& field, Value& value) {
    if (!field.offered) return;
    if constexpr (described<Value>) {
      add_field_options(app, value, rare || field.rare);
    } else if constexpr (named_enumeration<typename detail::element<Value>::type> || detail::typed_value<Value>) {
      auto& option = detail::add_option(app, field, value);
      if (field.needed) option.required();
      if (rare || field.rare) option.group(rare_options);
    } else {
      throw std::logic_error("the field " + std::string(field.name) + " cannot be typed: it must be not_offered()");
    }
  });
}

/// Keeps the options that few need off the help of a command, which then says how many there are. They are taken as
/// before, but messages no longer name them.
inline void hide_rare_options(CLI::App& app) {
  std::size_t hidden = 0;
  for (auto* option : app.get_options())
    if (option->get_group() == rare_options) option->group(""), ++hidden;
  if (hidden == 0) return;
  auto const more = std::to_string(hidden) + " more options, rarely needed: --help-all.";
  app.footer(app.get_footer().empty() ? more : more + "\n" + app.get_footer());
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_FIELD_OPTIONS_HPP
