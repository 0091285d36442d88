#ifndef SUREGRASP_CORE_FIELD_HPP
#define SUREGRASP_CORE_FIELD_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <type_traits>
#include <utility>

/// A struct says what its members are, once: names, help, units, limits. Files, messages, tables and command lines are
/// made from that (`core/field_text.hpp`, `core/fields.hpp`).
///
///     struct scene_size {
///       int width = 640;
///       int height = 480;
///       static constexpr auto fields(auto list) {
///         return list(field{"width", &scene_size::width, "Width of a scene", "pixels"}.between(96, 4096),
///                     field{"height", &scene_size::height, "Height of a scene", "pixels"}.between(96, 4096));
///       }
///     };
namespace suregrasp::inline v2 {

/// Which numbers a field takes; by default all of them.
struct field_range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool open = false;     ///< `least` itself is not taken
  int multiple_of = 1;   ///< whole numbers only: taken where this divides them
  bool limited = false;  ///< says something at all; then neither NaN nor infinity is taken
};

/// One member of a struct, as it is known outside of the program. An immutable value: what adds to a description
/// returns the longer one.
template <class Struct, class Value>
struct field {
  using value_type = Value;

  std::string_view name;
  Value Struct::*member;
  std::string_view help;         ///< one line for people; may be empty
  std::string_view unit;         ///< such as `rad`; empty for a bare number
  field_range range{};           ///< of a number, or of each number of a list
  std::string_view choices{};    ///< all that a text or number may be, as `weak, strong`; empty: anything
  std::string_view flag{};       ///< on a command line, as typed: `--size`, `image`, `!--no-depth`; empty: as `name`
  std::string_view flag_help{};  ///< what that says, where it is not `help`
  bool offered = true;           ///< whether command lines offer it
  bool needed = false;           ///< a command line must give it
  bool rare = false;    ///< few need it: command lines keep it, and what it holds, off their first page of help
  bool merged = false;  ///< of a struct: files and tables hold its members in the place of it
  char separator = 0;   ///< between the parts of a list on a command line; 0: each is a word of its own

  constexpr field(std::string_view name_in, Value Struct::*member_in, std::string_view help_in = {},
                  std::string_view unit_in = {})
      : name(name_in), member(member_in), help(help_in), unit(unit_in) {}

  [[nodiscard]] constexpr field between(double least, double most) const {
    return with([&](field& f) { f.range.least = least, f.range.most = most, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field at_least(double least) const {
    return with([&](field& f) { f.range.least = least, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field above(double least) const {
    return with([&](field& f) { f.range.least = least, f.range.open = f.range.limited = true; });
  }
  [[nodiscard]] constexpr field multiple_of(int divisor) const {
    return with([&](field& f) { f.range.multiple_of = divisor, f.range.limited = true; });
  }
  [[nodiscard]] constexpr field one_of(std::string_view names) const {
    return with([&](field& f) { f.choices = names; });
  }
  [[nodiscard]] constexpr field typed_as(std::string_view text, std::string_view says = {}) const {
    return with([&](field& f) { f.flag = text, f.flag_help = says; });
  }
  [[nodiscard]] constexpr field not_offered() const {
    return with([](field& f) { f.offered = false; });
  }
  [[nodiscard]] constexpr field required() const {
    return with([](field& f) { f.needed = true; });
  }
  [[nodiscard]] constexpr field rarely_needed() const {
    return with([](field& f) { f.rare = true; });
  }
  [[nodiscard]] constexpr field inlined() const {
    return with([](field& f) { f.merged = true; });
  }
  [[nodiscard]] constexpr field separated_by(char between_parts) const {
    return with([&](field& f) { f.separator = between_parts; });
  }

 private:
  template <class Change>
  [[nodiscard]] constexpr field with(Change const& change) const {
    field changed = *this;
    change(changed);
    return changed;
  }
};

namespace detail {

struct any_fields {
  constexpr void operator()(auto const&...) const {}
};

template <class S, class... Values>
concept takes = requires { S{std::declval<Values>()...}; };

template <class S, class... Values>
concept takes_more_than = requires {
  S{std::declval<Values>()..., {}};
};

}  // namespace detail

/// A struct that says what its members are: `S::fields(list)` calls `list` with a `field` for each, in their order.
template <class S>
concept described = requires { S::fields(detail::any_fields{}); };

namespace detail {

template <described S>
inline constexpr bool names_every_member = S::fields(
    []<class... Values>(field<S, Values> const&...) { return takes<S, Values...> && !takes_more_than<S, Values...>; });

template <described S>
inline constexpr bool names_differ = S::fields([](auto const&... each) {
  std::array<std::string_view, sizeof...(each)> const names{each.name...};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (names[i] == names[k]) return false;
  return true;
});

}  // namespace detail

/// What `list` makes of the fields of a struct, of which the compiler has checked that they are all.
template <described S, class List>
constexpr decltype(auto) with_fields(List list) {
  static_assert(std::is_aggregate_v<S>, "a struct with fields() must be an aggregate");
  static_assert(detail::names_every_member<S>,
                "fields() of this struct must list every member once, in the order of their declaration");
  static_assert(detail::names_differ<S>, "two fields of this struct have one name");
  return S::fields(list);
}

/// A value of an enumeration and its name in files; the short one is for command lines.
template <class Enumeration>
struct named_value {
  Enumeration value;
  std::string_view name;
  std::string_view short_name = name;
};
/// The value's enumeration is deduced.
template <class Enumeration, class... Names>
named_value(Enumeration, Names...) -> named_value<Enumeration>;

/// An enumeration with names: a function `names_of(E)` beside it returns a `std::array` of `named_value<E>`.
template <class E>
concept named_enumeration = std::is_enum_v<E> && requires(E value) {
  { names_of(value)[0] } -> std::convertible_to<named_value<E>>;
};

/// The value of a name, long or short; nothing where there is none.
template <named_enumeration E>
[[nodiscard]] constexpr std::optional<E> value_named(std::string_view name) {
  for (auto const& each : names_of(E{}))
    if (each.name == name || each.short_name == name) return each.value;
  return std::nullopt;
}

/// Empty for a value that is none of the enumeration.
template <named_enumeration E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
  for (auto const& each : names_of(value))
    if (each.value == value) return each.name;
  return {};
}

/// The name for command lines; empty for a value that is none of the enumeration.
template <named_enumeration E>
[[nodiscard]] constexpr std::string_view short_name_of(E value) {
  for (auto const& each : names_of(value))
    if (each.value == value) return each.short_name;
  return {};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_FIELD_HPP
