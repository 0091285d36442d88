// SureGrasp 2.0.0, geometry in one header, generated from the many: change it there.
//
// MIT License
//
// Copyright (c) 2026 SureGrasp contributors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iosfwd>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// suregrasp/core/strict_arithmetic.hpp
#ifndef SUREGRASP_CORE_STRICT_ARITHMETIC_HPP
#define SUREGRASP_CORE_STRICT_ARITHMETIC_HPP
/// Refuses to compile under options that let a compiler round, reorder or simplify floating-point numbers as it likes.
///
/// Overlaps, directions of axes and tests for NaN rest on IEEE 754; without it they would be wrong and nobody would
/// know. g++ tells in macros which of its options break it. clang++ does so for -ffast-math, -Ofast and
/// -ffinite-math-only; what it keeps to itself is switched off where the arithmetic needs it, between
/// `SUREGRASP_STRICT_ARITHMETIC` and `SUREGRASP_USUAL_ARITHMETIC`.
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    defined(__NO_SIGNED_ZEROS__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "SureGrasp needs IEEE 754 arithmetic: compile this without -ffast-math, -Ofast and what is part of them."
#endif

// 16 keeps half precision as it is, and the others with it.
#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0 && __FLT_EVAL_METHOD__ != 16
#error "SureGrasp needs IEEE 754 arithmetic: compile this with -msse2 -mfpmath=sse, which rounds to the type at hand."
#endif

#ifdef __clang__
#define SUREGRASP_STRICT_ARITHMETIC _Pragma("float_control(precise, on, push)")
#define SUREGRASP_USUAL_ARITHMETIC _Pragma("float_control(pop)")
#else
#define SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_USUAL_ARITHMETIC
#endif
#endif  // SUREGRASP_CORE_STRICT_ARITHMETIC_HPP

// suregrasp/core/error.hpp
#ifndef SUREGRASP_CORE_ERROR_HPP
#define SUREGRASP_CORE_ERROR_HPP
namespace suregrasp::inline v2 {

/// Base of every exception the library throws.
///
/// `id()` is stable across releases, made for tests and for programs that react to one kind of failure; `what()` is for
/// people and says what was expected, what came instead and where.
class error : public std::runtime_error {
 public:
  error(std::string id, std::string const& message) : std::runtime_error(message), id_(std::move(id)) {}

  [[nodiscard]] std::string const& id() const noexcept { return id_; }

 private:
  std::string id_;
};

/// A grasp, rectangle or affine map that has no geometric meaning (non-finite, negative size, singular).
struct geometry_error : error {
  using error::error;
};

/// A tensor of another shape or kind than the algorithm needs.
struct shape_error : error {
  using error::error;
};

/// An option outside of the range in which it has a meaning.
struct option_error : error {
  using error::error;
};

/// A file or folder from outside that is missing, malformed or inconsistent.
struct data_error : error {
  using error::error;
};

/// A model file or checkpoint that is malformed or belongs to another architecture or configuration.
struct model_error : error {
  using error::error;
};

/// Training that cannot continue: a non-finite loss, an empty labelled set.
struct training_error : error {
  using error::error;
};

/// Processes that work together and cannot any more: one is gone, does not answer, or runs something else.
struct distributed_error : error {
  using error::error;
};

/// A file, or a line or character of a text file, printed as `path`, `path:line` or `path:line:column`. Lines and
/// columns count from 1; 0 stands for the whole file or line.
struct source_location {
  std::string path;
  int line = 0;
  int column = 0;

  [[nodiscard]] std::string text() const {
    std::string result = path;
    if (line > 0) result.append(":").append(std::to_string(line));
    if (line > 0 && column > 0) result.append(":").append(std::to_string(column));
    return result;
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_ERROR_HPP

// suregrasp/core/field.hpp
#ifndef SUREGRASP_CORE_FIELD_HPP
#define SUREGRASP_CORE_FIELD_HPP
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

// suregrasp/geometry/angle.hpp
#ifndef SUREGRASP_GEOMETRY_ANGLE_HPP
#define SUREGRASP_GEOMETRY_ANGLE_HPP
namespace suregrasp::inline v2 {

/// `theta` brought into [-pi/2, pi/2): the canonical representative of an axis, whose period is pi. What lies there
/// stays as it is, to the bit; NaN where `theta` is not finite.
template <std::floating_point T>
[[nodiscard]] T axial_wrap(T theta) {
  constexpr T pi = std::numbers::pi_v<T>;
  if (theta >= -pi / 2 && theta < pi / 2) return theta;
  T const wrapped = theta - pi * std::floor(theta / pi + T(0.5));
  if (wrapped < pi / 2) return wrapped < -pi / 2 ? -pi / 2 : wrapped;
  T const below = wrapped - pi;
  return below >= pi / 2 ? -pi / 2 : below;  // of an angle so large that its rounding is many turns
}

/// Signed difference `a - b` of two axes, in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] T axial_difference(T a, T b) {
  return axial_wrap(a - b);
}

/// Angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] T axial_distance(T a, T b) {
  return std::abs(axial_difference(a, b));
}

/// How much an angle may exceed a limit and still count as at most that limit, radians: 0.00006 degrees.
///
/// More than rounding makes of two angles and a limit in float (3e-7), or of two angles written with six digits behind
/// the point (1e-6), and too little to tell in a picture: a corner 1000 pixels away moves by a thousandth of a pixel.
inline constexpr double angle_tolerance = 1e-6;

/// Whether `angle` is at most `limit`, both in radians: rounding does not decide about two axes that are `limit` apart.
/// False for NaN.
template <std::floating_point T>
[[nodiscard]] bool angle_at_most(T angle, double limit) {
  return static_cast<double>(angle) <= limit + angle_tolerance;
}

/// Degrees in radians, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T radians(T degrees) {
  return degrees * (std::numbers::pi_v<T> / 180);
}

/// Radians in degrees, without wrapping.
template <std::floating_point T>
[[nodiscard]] constexpr T degrees(T radians) {
  return radians * (180 / std::numbers::pi_v<T>);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ANGLE_HPP

// suregrasp/core/field_text.hpp
#ifndef SUREGRASP_CORE_FIELD_TEXT_HPP
#define SUREGRASP_CORE_FIELD_TEXT_HPP
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

// suregrasp/geometry/grasp.hpp
#ifndef SUREGRASP_GEOMETRY_GRASP_HPP
#define SUREGRASP_GEOMETRY_GRASP_HPP
namespace suregrasp::inline v2 {

/// A point of the image plane: x right, y down, pixel centres at integers.
template <std::floating_point T>
struct point {
  T x = 0;
  T y = 0;
  friend bool operator==(point const&, point const&) = default;

  static constexpr auto fields(auto list) { return list(field{"x", &point::x}, field{"y", &point::y}); }
};

/// A planar grasp g = (x, y, theta, opening, jaw) of a parallel gripper, seen from above.
///
/// `x`, `y`: centre in pixels. `theta`: angle of the opening axis in radians, counter-clockwise positive as seen on the
/// screen, period pi. `opening`: distance between the two fingers, along theta, in pixels. `jaw`: size of a finger's
/// plate, across theta, in pixels. (Zhu et al. 2020 write w for jaw and h for opening.)
template <std::floating_point T>
struct grasp {
  T x = 0;
  T y = 0;
  T theta = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(grasp const&, grasp const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"x", &grasp::x}, field{"y", &grasp::y}, field{"theta", &grasp::theta, "", "rad"},
                field{"opening", &grasp::opening}, field{"jaw", &grasp::jaw});
  }

  template <std::floating_point U>
  [[nodiscard]] explicit operator grasp<U>() const {
    return {static_cast<U>(x), static_cast<U>(y), static_cast<U>(theta), static_cast<U>(opening), static_cast<U>(jaw)};
  }
};

/// Whether all five fields are neither infinite nor NaN.
template <std::floating_point T>
[[nodiscard]] bool is_finite(grasp<T> const& g) {
  return std::isfinite(g.x) && std::isfinite(g.y) && std::isfinite(g.theta) && std::isfinite(g.opening) &&
         std::isfinite(g.jaw);
}

/// The corners p0..p3 in Cornell's order: p0 to p1 runs along the opening axis (direction theta), p1-p2 and p3-p0 are
/// the plates.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> corners(grasp<T> const& g) {
  T const ux = std::cos(g.theta) * g.opening / 2, uy = -std::sin(g.theta) * g.opening / 2;
  T const vx = std::sin(g.theta) * g.jaw / 2, vy = std::cos(g.theta) * g.jaw / 2;
  return {{{g.x - ux - vx, g.y - uy - vy},
           {g.x + ux - vx, g.y + uy - vy},
           {g.x + ux + vx, g.y + uy + vy},
           {g.x - ux + vx, g.y - uy + vy}}};
}

/// The same rectangle with the fingers along its other sides, as a label reads whose corners begin one too late: theta
/// is a right angle more, opening and jaw change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> across(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta + std::numbers::pi_v<T> / 2), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_GRASP_HPP

// suregrasp/geometry/affine_map.hpp
#ifndef SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
#define SUREGRASP_GEOMETRY_AFFINE_MAP_HPP
namespace suregrasp::inline v2 {

/// x' = a x + b y + tx, y' = c x + d y + ty, in image coordinates (x right, y down, pixel centres at integers).
///
/// `first * second` maps by `second`, then by `first`.
template <std::floating_point T>
struct affine_map {
  T a = 1, b = 0, tx = 0;
  T c = 0, d = 1, ty = 0;
  friend bool operator==(affine_map const&, affine_map const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"a", &affine_map::a}, field{"b", &affine_map::b}, field{"tx", &affine_map::tx},
                field{"c", &affine_map::c}, field{"d", &affine_map::d}, field{"ty", &affine_map::ty});
  }

  [[nodiscard]] static affine_map translation(T dx, T dy) { return {1, 0, dx, 0, 1, dy}; }

  /// About the origin, which is the centre of the first pixel.
  [[nodiscard]] static affine_map scaling(T sx, T sy) { return {sx, 0, 0, 0, sy, 0}; }
  [[nodiscard]] static affine_map scaling(T s) { return scaling(s, s); }

  /// An image resized by these factors so that its outer edges, half a pixel outside the outer centres, stay its edges.
  [[nodiscard]] static affine_map resizing(T sx, T sy) { return {sx, 0, (sx - 1) / 2, 0, sy, (sy - 1) / 2}; }

  /// By `angle` radians, counter-clockwise as seen on the screen, about `centre`.
  [[nodiscard]] static affine_map rotation(T angle, point<T> centre = {}) {
    T const cos = std::cos(angle), sin = std::sin(angle);
    return {cos,  sin, centre.x - cos * centre.x - sin * centre.y,
            -sin, cos, centre.y + sin * centre.x - cos * centre.y};
  }

  /// Left and right exchanged in an image `width` pixels wide.
  [[nodiscard]] static affine_map horizontal_flip(T width) { return {-1, 0, width - 1, 0, 1, 0}; }

  /// A cut-out whose first pixel was the pixel (left, top).
  [[nodiscard]] static affine_map crop(T left, T top) { return translation(-left, -top); }

  /// Factor by which areas grow; below 0 for a map that mirrors.
  [[nodiscard]] T determinant() const { return a * d - b * c; }

  [[nodiscard]] point<T> operator()(point<T> p) const { return {a * p.x + b * p.y + tx, c * p.x + d * p.y + ty}; }

  /// A grasp carried along by the map, which must not flatten the plane.
  ///
  /// The centre moves as a point; the opening axis, a direction drawn on the image, becomes its own image, and
  /// `opening` grows as lengths along it do; `jaw` grows so that the area of the rectangle grows as every area does.
  /// For maps that keep shapes the corners of the result are the images of the corners. Others turn the rectangle into
  /// a parallelogram, and this is the rectangle over the same opening segment with the same area: the one rule that
  /// keeps the fingers square to the axis they close along and lets maps compose and invert on grasps as they do on
  /// points.
  [[nodiscard]] grasp<T> operator()(grasp<T> const& g) const {
    point<T> const centre = (*this)(point<T>{g.x, g.y});
    T const cos = std::cos(g.theta), sin = std::sin(g.theta);
    T const ux = a * cos - b * sin, uy = c * cos - d * sin;
    T const stretch = std::hypot(ux, uy);
    return {centre.x, centre.y, axial_wrap(std::atan2(-uy, ux)), g.opening * stretch,
            g.jaw * std::abs(determinant()) / stretch};
  }

  /// Throws geometry_error `geometry.singular_map` for a map that flattens the plane or is not finite.
  [[nodiscard]] affine_map inverse() const {
    T const det = determinant();
    affine_map const r{d / det, -b / det, (b * ty - d * tx) / det, -c / det, a / det, (c * tx - a * ty) / det};
    T const rounding = 2 * std::numeric_limits<T>::epsilon() * (std::abs(a * d) + std::abs(b * c));
    if (std::abs(det) > rounding && r.is_finite()) return r;
    throw geometry_error("geometry.singular_map",
                         "expected an affine map with an inverse, got one of determinant " + std::to_string(det));
  }

  [[nodiscard]] bool is_finite() const {
    return std::isfinite(a) && std::isfinite(b) && std::isfinite(tx) && std::isfinite(c) && std::isfinite(d) &&
           std::isfinite(ty);
  }

  [[nodiscard]] friend affine_map operator*(affine_map const& f, affine_map const& s) {
    return {f.a * s.a + f.b * s.c, f.a * s.b + f.b * s.d, f.a * s.tx + f.b * s.ty + f.tx,
            f.c * s.a + f.d * s.c, f.c * s.b + f.d * s.d, f.c * s.tx + f.d * s.ty + f.ty};
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_AFFINE_MAP_HPP

// suregrasp/geometry/angle_types.hpp
#ifndef SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
#define SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP
namespace suregrasp::inline v2 {

template <std::floating_point T>
struct degrees_value;

/// An angle in radians that says so. A bare number does not become one by itself; degrees do, and are converted.
template <std::floating_point T>
struct radians_value {
  T value = 0;

  constexpr radians_value() = default;
  constexpr explicit radians_value(T radians_in) : value(radians_in) {}
  constexpr radians_value(degrees_value<T> angle);
  friend bool operator==(radians_value const&, radians_value const&) = default;
};

/// An angle in degrees that says so; the other half of `radians_value`.
template <std::floating_point T>
struct degrees_value {
  T value = 0;

  constexpr degrees_value() = default;
  constexpr explicit degrees_value(T degrees_in) : value(degrees_in) {}
  constexpr degrees_value(radians_value<T> angle) : value(degrees(angle.value)) {}
  friend bool operator==(degrees_value const&, degrees_value const&) = default;
};

template <std::floating_point T>
constexpr radians_value<T>::radians_value(degrees_value<T> angle) : value(radians(angle.value)) {}

/// Where something points: an angle of period 2 pi, counter-clockwise positive on the screen.
template <std::floating_point T>
class direction {
 public:
  direction() = default;
  explicit direction(radians_value<T> angle) : angle_(2 * axial_wrap(angle.value / 2)) {}

  /// From `p` to `q` in image coordinates, y down.
  [[nodiscard]] static direction between(T px, T py, T qx, T qy) {
    return direction(radians_value<T>(std::atan2(py - qy, qx - px)));
  }

  /// In [-pi, pi).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// How something lies: an angle of period pi, counter-clockwise positive on the screen; the `theta` of a grasp.
///
/// A direction has an axis; which way along it something points is then lost, so there is no way back.
template <std::floating_point T>
class axial_angle {
 public:
  axial_angle() = default;
  explicit axial_angle(radians_value<T> angle) : angle_(axial_wrap(angle.value)) {}
  explicit axial_angle(direction<T> pointing) : axial_angle(pointing.angle()) {}

  /// In [-pi/2, pi/2).
  [[nodiscard]] radians_value<T> angle() const { return radians_value<T>(angle_); }

 private:
  T angle_ = 0;
};

/// The smaller angle between two directions, in [0, pi].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(direction<T> a, direction<T> b) {
  return radians_value<T>(2 * axial_distance(a.angle().value / 2, b.angle().value / 2));
}

/// The smaller angle between two axes, in [0, pi/2].
template <std::floating_point T>
[[nodiscard]] radians_value<T> distance(axial_angle<T> a, axial_angle<T> b) {
  return radians_value<T>(axial_distance(a.angle().value, b.angle().value));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ANGLE_TYPES_HPP

// suregrasp/geometry/axial_mean.hpp
#ifndef SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
#define SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP
namespace suregrasp::inline v2 {

/// Mean and spread of a set of axes.
template <std::floating_point T>
struct axial_statistics {
  T direction = 0;  ///< half the argument of the sum of exp(2 i theta), in [-pi/2, pi/2)
  T resultant = 0;  ///< length of the mean of exp(2 i theta): 1 for one common axis, 0 where no axis is preferred
  T variance = 0;   ///< mean square of the angle to `direction`, rad^2 (population form)
};

/// Mean axis of `angles`, each counted `weights` times; without weights all count the same.
///
/// An axis and the same axis turned by pi are one, so nothing breaks at +-90 degrees. Where `resultant` is 0 up to
/// rounding, `direction` means nothing. Throws shape_error `shape.axial_mean` where the lengths differ, geometry_error
/// `geometry.axial_mean` for an empty set, a weight below 0, a total weight of 0 or values that are not finite.
template <std::ranges::contiguous_range Angles, class T = std::ranges::range_value_t<Angles>>
  requires std::floating_point<T>
[[nodiscard]] axial_statistics<T> axial_mean(Angles const& angles,
                                             std::span<std::type_identity_t<T> const> weights = {}) {
  std::span<T const> const thetas(angles);
  if (!weights.empty() && weights.size() != thetas.size())
    throw shape_error("shape.axial_mean", "expected one weight an angle, got " + std::to_string(weights.size()) +
                                              " weights for " + std::to_string(thetas.size()) + " angles");
  auto const weight = [&](std::size_t i) { return weights.empty() ? T(1) : weights[i]; };
  T cos = 0, sin = 0, total = 0;
  bool valid = true;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    valid = valid && weight(i) >= 0;
    cos += weight(i) * std::cos(2 * thetas[i]);
    sin += weight(i) * std::sin(2 * thetas[i]);
    total += weight(i);
  }
  if (!valid || !(total > 0) || !std::isfinite(cos) || !std::isfinite(sin) || !std::isfinite(total))
    throw geometry_error("geometry.axial_mean",
                         "expected finite angles and weights of at least 0 with a sum above 0, got " +
                             std::to_string(thetas.size()) + " angles of total weight " + std::to_string(total));
  T const direction = axial_wrap(std::atan2(sin, cos) / 2);
  T squares = 0;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    T const off = axial_difference(thetas[i], direction);
    squares += weight(i) * off * off;
  }
  return {direction, std::hypot(cos, sin) / total, squares / total};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_AXIAL_MEAN_HPP

// suregrasp/geometry/camera_scale.hpp
#ifndef SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
#define SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP
namespace suregrasp::inline v2 {

/// What a pixel is worth at one depth, seen by a camera that looks straight at the plane.
template <std::floating_point T>
struct camera_scale {
  T fx = 0;     ///< focal length in pixels, along x
  T fy = 0;     ///< along y
  T depth = 0;  ///< of the plane, metres

  /// Metres of `pixels` drawn at angle `theta` (radians, as that of a grasp).
  [[nodiscard]] T metres(T pixels, T theta) const {
    return pixels * depth * std::hypot(std::cos(theta) / fx, std::sin(theta) / fy);
  }

  /// Pixels that `length` metres at angle `theta` on the screen take.
  [[nodiscard]] T pixels(T length, T theta) const { return length / metres(1, theta); }
};

/// Throws option_error `option.camera` unless both focal lengths and the depth are finite and above 0.
template <std::floating_point T>
void require_valid(camera_scale<T> const& camera) {
  bool valid = true;
  for (T const value : {camera.fx, camera.fy, camera.depth}) valid = valid && std::isfinite(value) && value > 0;
  if (!valid)
    throw option_error("option.camera", "expected focal lengths and a depth above 0, got fx " +
                                            std::to_string(camera.fx) + ", fy " + std::to_string(camera.fy) +
                                            ", depth " + std::to_string(camera.depth));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CAMERA_SCALE_HPP

// suregrasp/core/impl/in_parts.hpp
#ifndef SUREGRASP_CORE_IMPL_IN_PARTS_HPP
#define SUREGRASP_CORE_IMPL_IN_PARTS_HPP
namespace suregrasp::inline v2::detail {

/// How many threads `count` pieces of work are shared by. Throws option_error `option.threads`.
[[nodiscard]] inline std::size_t thread_parts(std::size_t count, int threads) {
  if (threads < 1) throw option_error("option.threads", "expected at least 1 thread, got " + std::to_string(threads));
  return std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(threads));
}

/// Calls work(part, begin, end) for each part of [0, count), one a thread; the first is the calling thread's.
template <class Work>
void in_parts(std::size_t count, std::size_t parts, Work const& work) {
  std::vector<std::jthread> others;
  for (std::size_t part = 1; part < parts; ++part)
    others.emplace_back(
        [&work, part, begin = count * part / parts, end = count * (part + 1) / parts] { work(part, begin, end); });
  work(std::size_t{0}, std::size_t{0}, count / parts);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_IN_PARTS_HPP

// suregrasp/geometry/impl/axis_direction.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
#define SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP
namespace suregrasp::inline v2 {

/// Cosine and sine of an angle of period pi: of `theta`, or both of `theta + pi`.
template <class V>
struct axis_direction {
  V cos = {};
  V sin = {};
};

namespace axis_direction_detail {

/// -1 / n!, 1 / (n + 2)!, -1 / (n + 4)!, ...
template <class T, std::size_t N>
struct taylor_terms {
  T values[N] = {};

  explicit constexpr taylor_terms(int n) {
    double factorial = -1;
    for (int k = 2; k <= n; ++k) factorial *= k;
    for (T& value : values) {
      value = static_cast<T>(1 / factorial);
      factorial *= -(n + 1) * (n + 2);
      n += 2;
    }
  }
};

/// How a type brings an angle within pi / 4 of 0: pi / 2 is the sum of three parts, the first two so short that whole
/// multiples of them are exact up to `limit`; adding and taking off `round` rounds to a whole number.
template <class T>
struct reduction;

template <>
struct reduction<double> {
  static constexpr double high = 0x1.921fb544p+0, middle = 0x1.0b4611a6p-34, low = 0x1.3198a2e037073p-69;
  static constexpr double turns = 0x1.45f306dc9c883p-1, round = 0x1.8p52, limit = 500000;
  static constexpr taylor_terms<double, 8> odd{3}, even{2};
};

template <>
struct reduction<float> {
  static constexpr float high = 0x1.92p+0f, middle = 0x1.fb4p-12f, low = 0x1.4442d2p-24f;
  static constexpr float turns = 0x1.45f306p-1f, round = 0x1.8p23f, limit = 1000;
  static constexpr taylor_terms<float, 4> odd{3};
  static constexpr taylor_terms<float, 5> even{2};
};

}  // namespace axis_direction_detail
}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_IMPL_AXIS_DIRECTION_HPP

// suregrasp/core/impl/simd.hpp
#ifndef SUREGRASP_CORE_IMPL_SIMD_HPP
#define SUREGRASP_CORE_IMPL_SIMD_HPP
/// Numbers side by side, in the vectors that g++ and clang have as a language extension.
namespace suregrasp::inline v2::simd {

template <class T, std::size_t Bytes>
struct pack_of {
  using type [[gnu::vector_size(Bytes)]] = T;
};

/// As many T as fill `Bytes` bytes, with the operators of a number.
template <class T, std::size_t Bytes>
using pack = typename pack_of<T, Bytes>::type;

template <class V, bool Number = std::is_floating_point_v<V>>
struct element_of {
  using type = V;
};
template <class V>
struct element_of<V, false> {
  using type = std::remove_cvref_t<decltype(V{}[0])>;
};

/// The type of one lane; that of a number is itself.
template <class V>
using element = typename element_of<V>::type;

/// How many numbers a V holds.
template <class V>
inline constexpr std::size_t count = sizeof(V) / sizeof(element<V>);  // NOLINT(bugprone-sizeof-expression)

/// What comparing two V gives.
template <class V>
using mask = decltype(V{} < V{});

#ifdef __x86_64__
/// Whether this processor runs the kernels for AVX2.
[[nodiscard]] inline bool has_avx2() { return __builtin_cpu_supports("avx2"); }

/// Whether it runs those for AVX-512.
[[nodiscard]] inline bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}

// What the language extension has no operator for, or what compilers make several instructions of.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverflow"    // masks of all lanes are signed with g++, unsigned with clang
#pragma GCC diagnostic ignored "-Wconversion"  // which is what -Woverflow is called without -Wpedantic
#define SUREGRASP_INSTRUCTION(set) [[nodiscard, gnu::always_inline, gnu::target(set)]] inline

/// The sign bits of the lanes.
SUREGRASP_INSTRUCTION("sse2") int sign_bits(pack<float, 16> const& v) { return __builtin_ia32_movmskps(v); }
SUREGRASP_INSTRUCTION("sse2") int sign_bits(pack<double, 16> const& v) { return __builtin_ia32_movmskpd(v); }
SUREGRASP_INSTRUCTION("avx2") int sign_bits(pack<float, 32> const& v) { return __builtin_ia32_movmskps256(v); }
SUREGRASP_INSTRUCTION("avx2") int sign_bits(pack<double, 32> const& v) { return __builtin_ia32_movmskpd256(v); }
SUREGRASP_INSTRUCTION("avx512f,avx512dq") int sign_bits(pack<float, 64> const& v) {
  return __builtin_ia32_cvtd2mask512(reinterpret_cast<pack<int, 64>>(v));
}
SUREGRASP_INSTRUCTION("avx512f,avx512dq") int sign_bits(pack<double, 64> const& v) {
  return __builtin_ia32_cvtq2mask512(reinterpret_cast<pack<long long, 64>>(v));
}

/// A bit for each lane that is 0.
SUREGRASP_INSTRUCTION("avx512f") int zero_bits(pack<float, 64> const& v) {
  return __builtin_ia32_cmpps512_mask(v, pack<float, 64>{}, 0, 0xffff, 4);
}
SUREGRASP_INSTRUCTION("avx512f") int zero_bits(pack<double, 64> const& v) {
  return __builtin_ia32_cmppd512_mask(v, pack<double, 64>{}, 0, 0xff, 4);
}

/// The sign of `v` with the smaller magnitude of both.
SUREGRASP_INSTRUCTION("avx512dq") pack<float, 64> bounded(pack<float, 64> const& v, pack<float, 64> const& bound) {
  return __builtin_ia32_rangeps512_mask(v, bound, 2, v, 0xffff, 4);
}
SUREGRASP_INSTRUCTION("avx512dq") pack<double, 64> bounded(pack<double, 64> const& v, pack<double, 64> const& bound) {
  return __builtin_ia32_rangepd512_mask(v, bound, 2, v, 0xff, 4);
}
#undef SUREGRASP_INSTRUCTION
#pragma GCC diagnostic pop
#endif

}  // namespace suregrasp::inline v2::simd

// The arithmetic, once for each instruction set: a compiler lowers a pack to what the function at hand may use, before
// it looks into what that is inlined. So does every kernel, an .inl of functions of its own.
// What follows, to kernel_end.inl, is a kernel, compiled for any processor of the target.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // every function that passes a pack is inlined
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif
SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_KERNEL [[nodiscard, gnu::always_inline]] SUREGRASP_KERNEL_TARGET inline
#define SUREGRASP_KERNEL_NAMESPACE baseline
#define SUREGRASP_KERNEL_TARGET

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#ifdef __x86_64__
// The kernel again, for AVX2.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx2
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx2")]]

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]

// Arithmetic for V a number or a pack of numbers: included by simd.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// `a` where the comparison holds, else `b`.
template <class Mask, class V>
SUREGRASP_KERNEL V select(Mask const& holds, V const& a, V const& b) {
  return holds ? a : b;
}

/// The same number in every lane.
template <class V>
SUREGRASP_KERNEL V all(element<V> value) {
  return V{} + value;
}

/// a * b, rounded by itself: it never fuses with the sum it enters, whatever the compiler is told.
template <class V>
SUREGRASP_KERNEL V times(V const& a, V const& b) {
  V product = a * b;
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+v"(product));
#elif defined(__aarch64__) && !defined(__clang__)
  if constexpr (sizeof(element<V>) <= sizeof(double)) asm("" : "+w"(product));
#elif !defined(__clang__)
  product = __builtin_assoc_barrier(product);
#endif
  return product;
}

template <class V>
SUREGRASP_KERNEL V smaller(V const& a, V const& b) {
  return b < a ? b : a;
}

template <class V>
SUREGRASP_KERNEL V larger(V const& a, V const& b) {
  return a < b ? b : a;
}

template <class V>
SUREGRASP_KERNEL V magnitude(V const& a) {
  if constexpr (count<V> == 1) {
    return std::abs(a);
  } else {  // without the sign bits
    using bits = mask<V>;
    return reinterpret_cast<V>(reinterpret_cast<bits>(a) & ~reinterpret_cast<bits>(-V{}));
  }
}

/// `value`, its sign changed once for each of the others that has its sign bit set.
template <class V>
SUREGRASP_KERNEL V with_signs_of(V const& value, V const& a, V const& b, V const& c) {
  if constexpr (count<V> == 1) {
    return std::signbit(a) ^ std::signbit(b) ^ std::signbit(c) ? -value : value;
  } else {
    using bits = mask<V>;
    auto const signs = reinterpret_cast<bits>(a) ^ reinterpret_cast<bits>(b) ^ reinterpret_cast<bits>(c);
    return reinterpret_cast<V>(reinterpret_cast<bits>(value) ^ (signs & reinterpret_cast<bits>(-V{})));
  }
}

/// Whether any lane has its sign bit set.
template <class V>
SUREGRASP_KERNEL bool any_negative(V const& value) {
  if constexpr (count<V> == 1) {
    return std::signbit(value);
#ifdef __x86_64__
  } else {
    return sign_bits(value) != 0;
#else
  } else {
    bool result = false;
    for (std::size_t i = 0; i < count<V>; ++i) result |= std::signbit(value[i]);
    return result;
#endif
  }
}

/// Whether any lane is 0.
template <class V>
SUREGRASP_KERNEL bool any_zero(V const& value) {
  if constexpr (count<V> == 1) return value == 0;
#ifdef __x86_64__
  else if constexpr (sizeof(V) == 64)
    return zero_bits(value) != 0;
#endif
  else
    return any_negative<V>(reinterpret_cast<V>(value == V{}));
}

/// `value` brought within `bound` of 0; `bound` is at least 0.
template <class V>
SUREGRASP_KERNEL V within(V const& value, V const& bound) {
#ifdef __x86_64__
  if constexpr (sizeof(V) == 64)
    return bounded(value, bound);
  else
#endif
    return larger<V>(smaller<V>(value, bound), -bound);
}

template <class V>
SUREGRASP_KERNEL V load(element<V> const* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#endif
// Ends a kernel.
#undef SUREGRASP_KERNEL
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
SUREGRASP_USUAL_ARITHMETIC
#pragma GCC diagnostic pop
#endif  // SUREGRASP_CORE_IMPL_SIMD_HPP

// suregrasp/geometry/impl/rectangle.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP
namespace suregrasp::inline v2::simd {

/// A point, or one in each lane of a pack.
template <class V>
struct point_of {
  V x, y;
};

/// A rectangle, or one in each lane of a pack, as the kernel takes it.
template <class V>
struct rectangle_of {
  V x, y, theta;     ///< NaN for x where there is no area, so that nothing meets it
  point_of<V> half;  ///< half the opening, half the jaw
  V cos, sin;        ///< of theta, or both of half a turn on
  V twice_area;
};

template <std::floating_point T>
[[nodiscard]] rectangle_of<T> rectangle(grasp<T> const& g, axis_direction<T> const& axis = {}) {
  T const area = std::min(g.opening, g.jaw) > 0 ? g.opening * g.jaw : T(0);
  return {area > 0 ? g.x : std::numeric_limits<T>::quiet_NaN(),
          g.y,
          g.theta,
          {g.opening / 2, g.jaw / 2},
          axis.cos,
          axis.sin,
          2 * area};
}

/// Areas err by about the product of the two longer sides, in units of the last place: a pair is computed as it is
/// while that product stays below so many times the larger area.
template <class T>
inline constexpr T slenderness = std::is_same_v<T, float> ? T(64) : T(512);

/// Whether a pair is too thin for the precision of T, or too large for its range; then one of the two is so beside
/// itself. The kernel multiplies lengths by slopes of up to 1e18 and then by lengths.
template <std::floating_point T>
[[nodiscard]] bool too_thin(rectangle_of<T> const& a, rectangle_of<T> const& b) {
  T const longest = 4 * (std::max(a.half.x, a.half.y) * std::max(b.half.x, b.half.y));
  T const broad = std::max(a.twice_area, b.twice_area) * slenderness<T>;
  return std::min(a.twice_area, b.twice_area) > 0 &&
         !(2 * longest < broad && broad <= std::numeric_limits<T>::max() * T(1e-20));
}

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_HPP

// suregrasp/geometry/impl/rectangle_columns.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
namespace suregrasp::inline v2::simd {

/// The eight numbers of `rectangle_of`, a column each.
template <class T>
struct rectangle_table {
  T* values;
  std::size_t stride;  ///< from one column to the next

  [[nodiscard]] T* operator[](std::size_t column) const { return values + column * stride; }
};

/// Rectangles as columns, padded to whole vectors of any width with rectangles that are not to be relied on. Keeps its
/// memory.
template <std::floating_point T>
class rectangle_columns {
 public:
  /// Takes x, y, theta, opening, jaw of one rectangle after the other; the directions are left to be found.
  void assign(std::span<T const> rows) {
    size_ = rows.size() / 5;
    stride_ = (size_ + widest - 1) / widest * widest;
    values_.resize(8 * stride_);
    thin_.clear();
    auto const at = table();
    T const* from = rows.data();
    for (std::size_t i = 0; i < size_; ++i, from += 5) {
      auto const each = simd::rectangle(grasp<T>{from[0], from[1], from[2], from[3], from[4]});
      at[0][i] = each.x, at[1][i] = each.y, at[2][i] = each.theta;
      at[3][i] = each.half.x, at[4][i] = each.half.y;
      at[7][i] = each.twice_area;
      if (too_thin(each, each)) thin_.push_back(i);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] rectangle_table<T> table() { return {values_.data(), stride_}; }
  [[nodiscard]] rectangle_table<T const> table() const { return {values_.data(), stride_}; }

  /// The rectangles that may be too thin beside another.
  [[nodiscard]] std::span<std::size_t const> thin() const { return thin_; }

 private:
  static constexpr std::size_t widest = 64 / sizeof(float);

  std::size_t size_ = 0;
  std::size_t stride_ = 0;
  std::vector<T> values_;
  std::vector<std::size_t> thin_;
};

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP

// suregrasp/geometry/impl/overlap_kernel.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
#define SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP
/// The overlap of two rectangles in closed form, for one pair or for one in each lane of a pack.
///
/// In the frame of one rectangle, where it is |x| <= a, |y| <= b, the overlap is the absolute sum over the other's four
/// edges of the integral of clamp(y, -b, b) over x clamped to [-a, a]. It is continuous in every input and has no
/// degenerate case: a quotient whose divisor vanishes is multiplied by what vanishes with it.
///
/// Each lane goes through exactly the operations a single number goes through, and so holds the same bits, with every
/// instruction set: no product fuses with a sum, and nothing calls a mathematical library. (clang's -ffp-contract=fast,
/// which is part of its -funsafe-math-optimizations, voids that promise: answers then differ in the last bits.)
namespace suregrasp::inline v2::simd {

/// Twice what two rectangles have in common and what they cover together, where they meet.
template <class V>
struct shared_areas {
  V common, covered;
  mask<V> meet;
  mask<V> same;  ///< they are equal, also with an angle of half a turn more
};

}  // namespace suregrasp::inline v2::simd

// What follows, to kernel_end.inl, is a kernel, compiled for any processor of the target.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // every function that passes a pack is inlined
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif
SUREGRASP_STRICT_ARITHMETIC
#define SUREGRASP_KERNEL [[nodiscard, gnu::always_inline]] SUREGRASP_KERNEL_TARGET inline
#define SUREGRASP_KERNEL_NAMESPACE baseline
#define SUREGRASP_KERNEL_TARGET

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#ifdef __x86_64__
// The kernel again, for AVX2.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx2
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx2")]]

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The kernel again, for AVX-512.
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
#define SUREGRASP_KERNEL_NAMESPACE avx512
#define SUREGRASP_KERNEL_TARGET [[gnu::target("avx512f,avx512dq,avx512vl,avx512bw")]]

// The direction of an axis, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// The polynomial with these coefficients at `square`.
template <class V, std::size_t N>
SUREGRASP_KERNEL V polynomial(element<V> const (&coefficients)[N], V const& square) {
  V sum = all<V>(coefficients[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = times<V>(sum, square) + coefficients[k];
  return sum;
}

/// Cosine and sine of `theta`, or of `theta + pi`, by their Taylor series about the nearest multiple of pi / 2.
template <class V>
SUREGRASP_KERNEL axis_direction<V> direction(V const& theta) {
  using T = element<V>;
  using by = axis_direction_detail::reduction<T>;
  V const quarters = (times<V>(theta, all<V>(by::turns)) + by::round) - by::round;
  V const halves = (times<V>(quarters, all<V>(T(0.5))) + by::round) - by::round;
  V const rest = ((theta - times<V>(quarters, all<V>(by::high))) - times<V>(quarters, all<V>(by::middle))) -
                 times<V>(quarters, all<V>(by::low));
  V const square = times<V>(rest, rest);
  V const sin = rest + times<V>(times<V>(rest, square), polynomial<V>(by::odd.values, square));
  V const cos = times<V>(square, polynomial<V>(by::even.values, square)) + T(1);
  mask<V> const upright = quarters == halves + halves;
  return {select<mask<V>, V>(upright, cos, sin), select<mask<V>, V>(upright, sin, -cos)};
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE

// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
#endif
// Ends a kernel.
#undef SUREGRASP_KERNEL
#undef SUREGRASP_KERNEL_NAMESPACE
#undef SUREGRASP_KERNEL_TARGET
SUREGRASP_USUAL_ARITHMETIC
#pragma GCC diagnostic pop
#endif  // SUREGRASP_GEOMETRY_IMPL_OVERLAP_KERNEL_HPP

// suregrasp/geometry/impl/iou_simd.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
#define SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP
namespace suregrasp::inline v2::simd {

/// The loops of the kernel, compiled for one instruction set.
template <class T>
struct iou_loops {
  void (*find_directions)(rectangle_columns<T>&);
  void (*find_pairs)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
  void (*find_row)(rectangle_columns<T> const&, std::size_t, rectangle_columns<T> const&, T*);
};

/// Those that this processor can run, the widest vectors last.
template <class T>
[[nodiscard]] std::vector<iou_loops<T>> supported_iou_loops() {
  using narrow = pack<T, 16>;
  std::vector<iou_loops<T>> result{
      {baseline::find_directions<narrow>, baseline::find_row<narrow, false>, baseline::find_row<narrow, true>}};
#ifdef __x86_64__
  using wide = pack<T, 32>;
  using widest = pack<T, 64>;
  if (has_avx2())
    result.push_back({avx2::find_directions<wide>, avx2::find_row<wide, false>, avx2::find_row<wide, true>});
  if (has_avx512())
    result.push_back(
        {avx512::find_directions<widest>, avx512::find_row<widest, false>, avx512::find_row<widest, true>});
#endif
  return result;
}

}  // namespace suregrasp::inline v2::simd
#endif  // SUREGRASP_GEOMETRY_IMPL_IOU_SIMD_HPP

// suregrasp/geometry/overlap.hpp
#ifndef SUREGRASP_GEOMETRY_OVERLAP_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_HPP
namespace suregrasp::inline v2 {

/// The direction of an axis, to the last bit or two. Angles of many thousand turns, and types wider than double, go to
/// the mathematical library.
template <std::floating_point T>
[[nodiscard]] axis_direction<T> direction_of_axis(T theta) {
  if constexpr (sizeof(T) <= sizeof(double))
    if (std::abs(theta) <= axis_direction_detail::reduction<T>::limit) return simd::baseline::direction<T>(theta);
  return {std::cos(theta), std::sin(theta)};
}

/// A grasp with the direction of its opening axis: prepared once, overlapped with many others.
template <std::floating_point T>
struct prepared_grasp {
  grasp<T> pose;
  axis_direction<T> axis;

  explicit prepared_grasp(grasp<T> const& g) : pose(g), axis(direction_of_axis(g.theta)) {}
};

namespace overlap_detail {

/// The type that finds what T is too coarse for; T itself where there is none.
template <class T>
using wider = std::conditional_t<
    std::is_same_v<T, float>, double,
    std::conditional_t<(std::numeric_limits<long double>::digits > std::numeric_limits<T>::digits), long double, T>>;

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class T>
[[nodiscard]] bool far_apart(grasp<T> const& a, grasp<T> const& b) {
  T const dx = b.x - a.x, dy = b.y - a.y;
  T const bound = (a.opening * a.opening + a.jaw * a.jaw + b.opening * b.opening + b.jaw * b.jaw) / 2;
  return dx * dx + dy * dy > bound * T(1.0001);
}

/// What `of` makes of the areas that two grasps share; of a pair too thin for T in the next wider type.
template <class T, class Of>
[[nodiscard]] T from_areas(prepared_grasp<T> const& a, prepared_grasp<T> const& b, Of const& of) {
  if (far_apart(a.pose, b.pose)) return 0;
  auto const first = simd::rectangle(a.pose, a.axis), second = simd::rectangle(b.pose, b.axis);
  auto const areas = simd::baseline::areas_of<T>(first, second);
  using W = wider<T>;
  if constexpr (!std::is_same_v<T, W>)
    if (simd::too_thin(first, second) && !areas.same)
      return static_cast<T>(from_areas(prepared_grasp(grasp<W>(a.pose)), prepared_grasp(grasp<W>(b.pose)), of));
  return of(areas);
}

}  // namespace overlap_detail

/// Area common to two grasp rectangles in square pixels; 0 where either has no area. The same bits for both orders.
///
/// A pair so thin that the rounding of its type would show is computed in the next wider one.
template <std::floating_point T>
[[nodiscard]] T overlap_area(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, [](auto const& areas) { return areas.meet ? areas.common / 2 : 0; });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T overlap_area(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : overlap_area(prepared_grasp(a), prepared_grasp(b));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_OVERLAP_HPP

// suregrasp/geometry/iou.hpp
#ifndef SUREGRASP_GEOMETRY_IOU_HPP
#define SUREGRASP_GEOMETRY_IOU_HPP
namespace suregrasp::inline v2 {

/// Intersection over union of two grasp rectangles, in [0, 1].
///
/// Exactly 1 for equal grasps (also with theta turned by pi), 0 for rectangles apart or without area, and the same bits
/// for both orders of the arguments. Errs by at most 1e-12 in double and 2e-5 in float; a pair so thin that the
/// rounding of its type would show more is computed in the next wider type. Fields must be finite; `checked_iou` tests
/// them.
template <std::floating_point T>
[[nodiscard]] T iou(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, []<class W>(simd::shared_areas<W> const& areas) {
    return areas.same ? W(1) : simd::baseline::ratio<W>(areas);  // areas may be beyond all numbers
  });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T iou(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : iou(prepared_grasp(a), prepared_grasp(b));
}

/// Throws geometry_error `geometry.not_finite` unless every field is finite and both sizes are at least 0; `name` says
/// which grasp it is in the message.
template <std::floating_point T>
void require_valid(grasp<T> const& g, std::string const& name) {
  if (is_finite(g) && g.opening >= 0 && g.jaw >= 0) return;
  throw geometry_error("geometry.not_finite", name + ": expected finite fields and sizes of at least 0, got x " +
                                                  std::to_string(g.x) + ", y " + std::to_string(g.y) + ", theta " +
                                                  std::to_string(g.theta) + ", opening " + std::to_string(g.opening) +
                                                  ", jaw " + std::to_string(g.jaw));
}

/// `iou` for grasps from outside: throws geometry_error `geometry.not_finite` for a field that is not finite or a size
/// below 0.
template <std::floating_point T>
[[nodiscard]] T checked_iou(grasp<T> const& a, grasp<T> const& b) {
  require_valid(a, "first grasp");
  require_valid(b, "second grasp");
  return iou(a, b);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_IOU_HPP

// suregrasp/geometry/host_iou.hpp
#ifndef SUREGRASP_GEOMETRY_HOST_IOU_HPP
#define SUREGRASP_GEOMETRY_HOST_IOU_HPP
namespace suregrasp::inline v2 {

/// How `iou_matrix` and `iou_pairs` run on the host.
struct batch_iou_options {
  int threads = 1;  ///< at least 1; the result does not depend on it
};

namespace host_iou_detail {

/// The loops for this processor, asked for once.
template <class T>
[[nodiscard]] simd::iou_loops<T> const& best_loops() {
  static simd::iou_loops<T> const best = simd::supported_iou_loops<T>().back();
  return best;
}

template <class T>
void prepare(simd::rectangle_columns<T>& columns, std::span<T const> rows, simd::iou_loops<T> const& loops) {
  columns.assign(rows);
  loops.find_directions(columns);
  auto const at = columns.table();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::abs(at[2][i]) <= axis_direction_detail::reduction<T>::limit) continue;
    auto const axis = direction_of_axis(at[2][i]);
    at[5][i] = axis.cos;
    at[6][i] = axis.sin;
  }
}

template <class T>
[[nodiscard]] grasp<T> row(std::span<T const> rows, std::size_t i) {
  auto const* v = rows.data() + 5 * i;
  return {v[0], v[1], v[2], v[3], v[4]};
}

/// Puts the `iou` of two grasps in the place of what the kernel found, if they are too thin for it.
template <class T>
void correct_if_thin(grasp<T> const& a, grasp<T> const& b, T& found) {
  if (simd::too_thin(simd::rectangle(a), simd::rectangle(b))) found = iou(a, b);
}

}  // namespace host_iou_detail

/// Finds IoUs as `host_iou_pairs` and `host_iou_matrix` do and keeps its memory: where sets have one size, only the
/// first call allocates. More threads than one take memory each time.
template <std::floating_point T>
class iou_finder {
 public:
  /// Runs these loops, those for this processor unless told otherwise.
  explicit iou_finder(simd::iou_loops<T> const& loops = host_iou_detail::best_loops<T>()) : loops_(loops) {}

  /// `host_iou_pairs`, valid until the next call.
  [[nodiscard]] std::span<T const> pairs(std::span<T const> a, std::span<T const> b,
                                         batch_iou_options const& options = {}) {
    constexpr std::size_t block = 1024;
    std::size_t const count = std::min(a.size(), b.size()) / 5, blocks = (count + block - 1) / block;
    values_.resize(count);
    auto const parts = detail::thread_parts(blocks, options.threads);
    if (prepared_.size() < parts) prepared_.resize(parts);
    detail::in_parts(blocks, parts, [&](std::size_t part, std::size_t begin, std::size_t end) {
      for (std::size_t first = begin * block; first < std::min(end * block, count); first += block) {
        std::size_t const size = std::min(block, count - first);
        find_pairs(prepared_[part], a.subspan(5 * first, 5 * size), b.subspan(5 * first, 5 * size),
                   values_.data() + first);
      }
    });
    return values_;
  }

  /// `host_iou_matrix`, valid until the next call.
  [[nodiscard]] std::span<T const> matrix(std::span<T const> a, std::span<T const> b,
                                          batch_iou_options const& options = {}) {
    if (prepared_.empty()) prepared_.resize(1);
    auto& sides = prepared_[0];
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    std::size_t const rows = sides.a.size(), columns = sides.b.size();
    values_.resize(rows * columns);
    auto const parts = detail::thread_parts(rows, options.threads);
    detail::in_parts(rows, parts, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) find_row(sides, i, a, b, values_.data() + i * columns);
    });
    return values_;
  }

  /// What was found last.
  [[nodiscard]] std::vector<T> values() && { return std::move(values_); }

 private:
  struct both_sides {
    simd::rectangle_columns<T> a, b;
  };

  void find_pairs(both_sides& sides, std::span<T const> a, std::span<T const> b, T* out) const {
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    loops_.find_pairs(sides.a, 0, sides.b, out);
    for (auto const thin : {sides.a.thin(), sides.b.thin()})
      for (auto const i : thin)
        host_iou_detail::correct_if_thin(host_iou_detail::row(a, i), host_iou_detail::row(b, i), out[i]);
  }

  void find_row(both_sides const& sides, std::size_t i, std::span<T const> a, std::span<T const> b, T* out) const {
    loops_.find_row(sides.a, i, sides.b, out);
    auto const fixed = host_iou_detail::row(a, i);
    auto const correct = [&](std::size_t j) {
      host_iou_detail::correct_if_thin(fixed, host_iou_detail::row(b, j), out[j]);
    };
    if (auto const rectangle = simd::rectangle(fixed); simd::too_thin(rectangle, rectangle))
      for (std::size_t j = 0; j < sides.b.size(); ++j) correct(j);
    else
      for (auto const j : sides.b.thin()) correct(j);
  }

  simd::iou_loops<T> loops_;
  std::vector<both_sides> prepared_;  ///< for each thread
  std::vector<T> values_;
};

/// `iou` of rectangle i of `a` and rectangle i of `b`, with its bits, many at a time: one row x, y, theta, opening, jaw
/// a rectangle, as many on both sides. Throws option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_pairs(std::span<T const> a, std::span<T const> b,
                                            batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.pairs(a, b, options);
  return std::move(finder).values();
}

/// `iou` of each rectangle of `a` with each of `b`, with its bits, many at a time: `[N, M]`, row-major. Throws
/// option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_matrix(std::span<T const> a, std::span<T const> b,
                                             batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.matrix(a, b, options);
  return std::move(finder).values();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_HOST_IOU_HPP

// suregrasp/geometry/pose_components.hpp
#ifndef SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
#define SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP
namespace suregrasp::inline v2 {

/// One figure for each component of a pose that a network regresses: variances, parts of a loss, units.
struct pose_components {
  double theta = 0;
  double opening = 0;
  double jaw = 0;
  friend bool operator==(pose_components const&, pose_components const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"theta", &pose_components::theta}, field{"opening", &pose_components::opening},
                field{"jaw", &pose_components::jaw});
  }

  pose_components& operator+=(pose_components const& other) {
    theta += other.theta, opening += other.opening, jaw += other.jaw;
    return *this;
  }
  [[nodiscard]] friend constexpr pose_components operator*(double factor, pose_components const& of) {
    return {factor * of.theta, factor * of.opening, factor * of.jaw};
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_POSE_COMPONENTS_HPP

// suregrasp/geometry/impl/centre_grid.hpp
#ifndef SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
#define SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
namespace suregrasp::inline v2::detail {

/// Finds, among grasps added to it, those near enough to overlap with another: a grid over the centres whose cells are
/// as wide as the circles around the largest of all. One cell where a field is too large to tell, or not finite. Keeps
/// its memory.
template <std::floating_point T>
class centre_grid {
 public:
  /// Makes an empty grid for these.
  void lay(std::span<grasp<T> const> all) {
    left_ = top_ = infinity, cell_ = 0;
    columns_ = rows_ = 1;
    before_.clear();
    double largest = 0, right = -infinity, bottom = -infinity;
    bool sound = !all.empty();
    for (auto const& g : all) {
      auto const x = static_cast<double>(g.x), y = static_cast<double>(g.y);
      auto const size = std::hypot(static_cast<double>(g.opening), static_cast<double>(g.jaw));
      sound = sound && std::abs(x) < too_large && std::abs(y) < too_large && size < too_large;
      left_ = std::min(left_, x), right = std::max(right, x);
      top_ = std::min(top_, y), bottom = std::max(bottom, y);
      largest = std::max(largest, size);
    }
    if (sound) {
      double const wide = right - left_, high = bottom - top_;
      auto const most = static_cast<double>(all.size());  // cells, about: a grid should not outgrow what it holds
      cell_ = std::max({1.05 * largest, std::sqrt(wide * high / most), (wide + high) / most});
      if (cell_ > 0) {
        columns_ = static_cast<std::ptrdiff_t>(wide / cell_) + 1;
        rows_ = static_cast<std::ptrdiff_t>(high / cell_) + 1;
      }
    }
    newest_.assign(static_cast<std::size_t>(columns_ * rows_), none);
  }

  /// Adds a grasp of those the grid was made for; they are numbered in this order.
  void add(grasp<T> const& g) {
    auto& newest = newest_[static_cast<std::size_t>(row_of(g) * columns_ + column_of(g))];
    before_.push_back(newest);
    newest = before_.size() - 1;
  }

  /// Whether holds(number) is true of any grasp added whose circle may meet that of `g`.
  template <class Holds>
  [[nodiscard]] bool any_near(grasp<T> const& g, Holds const& holds) const {
    auto const row = row_of(g), column = column_of(g);
    for (auto y = std::max<std::ptrdiff_t>(0, row - 1); y <= std::min(rows_ - 1, row + 1); ++y)
      for (auto x = std::max<std::ptrdiff_t>(0, column - 1); x <= std::min(columns_ - 1, column + 1); ++x)
        for (auto i = newest_[static_cast<std::size_t>(y * columns_ + x)]; i != none; i = before_[i])
          if (holds(i)) return true;
    return false;
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity(), too_large = 1e9;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] std::ptrdiff_t column_of(grasp<T> const& g) const {
    return columns_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.x) - left_) / cell_);
  }
  [[nodiscard]] std::ptrdiff_t row_of(grasp<T> const& g) const {
    return rows_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.y) - top_) / cell_);
  }

  double left_ = infinity, top_ = infinity, cell_ = 0;
  std::ptrdiff_t columns_ = 1, rows_ = 1;
  std::vector<std::size_t> newest_;  ///< the grasp added last to each cell
  std::vector<std::size_t> before_;  ///< the one added to the same cell before each
};

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP

// suregrasp/geometry/rotated_suppression.hpp
#ifndef SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP
namespace suregrasp::inline v2 {

/// When one grasp repeats another, and how many are wanted.
struct rotated_suppression_options {
  double iou = 0.5;                     ///< repeats overlap by more than this
  double angle = std::numbers::pi / 6;  ///< and their axes differ by at most this, radians (`angle_at_most`)
  std::size_t limit = std::numeric_limits<std::size_t>::max();  ///< stop after this many
};

/// Chooses grasps as `rotated_suppression` does and keeps its memory: where as many come each time, only the first few
/// calls allocate.
template <std::floating_point T>
class rotated_suppressor {
 public:
  /// `rotated_suppression`, valid until the next call.
  [[nodiscard]] std::span<std::size_t const> find(std::span<grasp<T> const> grasps, std::span<T const> scores,
                                                  rotated_suppression_options const& options = {}) {
    if (grasps.size() != scores.size())
      throw shape_error("shape.rotated_suppression", "expected one score a grasp, got " +
                                                         std::to_string(scores.size()) + " scores for " +
                                                         std::to_string(grasps.size()) + " grasps");
    if (std::ranges::any_of(scores, [](T score) { return std::isnan(score); }))
      throw geometry_error("geometry.score_not_a_number", "expected scores that can be ranked, got NaN");
    order_.resize(grasps.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::sort(
        order_, [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    kept_.clear();
    best_.clear();
    near_.lay(grasps);
    for (auto const i : order_) {
      if (kept_.size() >= options.limit) break;
      prepared_grasp<T> const candidate(grasps[i]);
      if (repeats(candidate, options)) continue;
      kept_.push_back(i);
      best_.push_back(candidate);
      near_.add(candidate.pose);
    }
    return kept_;
  }

 private:
  /// Whether a kept one covers the same location along nearly the same axis.
  [[nodiscard]] bool repeats(prepared_grasp<T> const& candidate, rotated_suppression_options const& options) const {
    return near_.any_near(candidate.pose, [&](std::size_t k) {
      auto const& other = best_[k];
      return !overlap_detail::far_apart(candidate.pose, other.pose) &&
             angle_at_most(axial_distance(candidate.pose.theta, other.pose.theta), options.angle) &&
             iou(candidate, other) > static_cast<T>(options.iou);
    });
  }

  std::vector<std::size_t> order_, kept_;
  std::vector<prepared_grasp<T>> best_;  ///< the kept ones
  detail::centre_grid<T> near_;          ///< of the same
};

/// Greedy non-maximum suppression: indices of the grasps kept, best score first; of equal scores the first comes first.
///
/// A grasp is dropped where a kept one covers the same location along nearly the same axis; two grasps across each
/// other on one object are different grasps and both stay. Throws shape_error `shape.rotated_suppression` where the
/// lengths differ and geometry_error `geometry.score_not_a_number`. Cost N log N + N times the number kept
/// nearby: within twice the largest diagonal.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> rotated_suppression(std::vector<grasp<T>> const& grasps,
                                                           std::vector<T> const& scores,
                                                           rotated_suppression_options const& options = {}) {
  rotated_suppressor<T> suppressor;
  auto const kept = suppressor.find(grasps, scores, options);
  return {kept.begin(), kept.end()};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_ROTATED_SUPPRESSION_HPP

// suregrasp/geometry/conventions/cornell_corners.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP
namespace suregrasp::inline v2 {

/// The way around in which corners follow each other, as seen on the screen.
enum class corner_order { clockwise, counter_clockwise };

/// The order of four corners; a figure without area counts as clockwise.
template <std::floating_point T>
[[nodiscard]] corner_order order_of(std::array<point<T>, 4> const& p) {
  T const twice_area = (p[2].x - p[0].x) * (p[3].y - p[1].y) - (p[3].x - p[1].x) * (p[2].y - p[0].y);
  return twice_area < 0 ? corner_order::counter_clockwise : corner_order::clockwise;
}

/// The grasp of a rectangle in the Cornell files, whose corners come in either order.
///
/// p0 to p1 is the opening axis, p1-p2 and p3-p0 are the plates, whichever is longer. The centre is the mean of the
/// corners, `opening` the length of p0-p1, `jaw` the length of p1-p2. Throws geometry_error `geometry.not_finite`.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_cornell_corners(std::array<point<T>, 4> const& p) {
  T const dx = p[1].x - p[0].x, dy = p[1].y - p[0].y;
  grasp<T> const g{(p[0].x + p[1].x + p[2].x + p[3].x) / 4, (p[0].y + p[1].y + p[2].y + p[3].y) / 4,
                   axial_wrap(std::atan2(-dy, dx)), std::hypot(dx, dy), std::hypot(p[2].x - p[1].x, p[2].y - p[1].y)};
  if (is_finite(g)) return g;
  std::string text;
  for (auto const& corner : p) text += " (" + std::to_string(corner.x) + ", " + std::to_string(corner.y) + ")";
  throw geometry_error("geometry.not_finite", "expected four finite corners, got" + text);
}

/// The corners of a grasp as the Cornell files list them, in the order asked for: p0 to p1 has the direction theta.
template <std::floating_point T>
[[nodiscard]] std::array<point<T>, 4> to_cornell_corners(grasp<T> const& g,
                                                         corner_order order = corner_order::clockwise) {
  auto const p = corners(g);
  if (order == corner_order::clockwise) return p;
  return {p[3], p[2], p[1], p[0]};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_CORNELL_CORNERS_HPP

// suregrasp/geometry/conventions/grasp_planners.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP
namespace suregrasp::inline v2 {

// Planar grasps of planners that know more than the picture: a score, an object, a camera.

/// A row of graspnetAPI's `RectGraspGroup`: the centre, the middle of one finger, the size of the plates.
template <std::floating_point T>
struct graspnet_rectangle {
  T center_x = 0;
  T center_y = 0;
  T open_x = 0;
  T open_y = 0;
  T height = 0;
  T score = 0;
  int object_id = -1;
  friend bool operator==(graspnet_rectangle const&, graspnet_rectangle const&) = default;
};

/// The grasp of a row; its opening is twice the way from the centre to the open point.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_graspnet(graspnet_rectangle<T> const& row) {
  T const dx = row.open_x - row.center_x, dy = row.open_y - row.center_y;
  return {row.center_x, row.center_y, axial_wrap(std::atan2(-dy, dx)), 2 * std::hypot(dx, dy), row.height};
}

/// The open point lies in the direction `theta`; score and object are not the grasp's and are given.
template <std::floating_point T>
[[nodiscard]] graspnet_rectangle<T> to_graspnet(grasp<T> const& g, T score, int object_id) {
  T const half = g.opening / 2;
  return {g.x, g.y, g.x + half * std::cos(g.theta), g.y - half * std::sin(g.theta), g.jaw, score, object_id};
}

/// The `Grasp2D` of GQ-CNN: radians clockwise positive on the screen, opening in metres; of the plates it says nothing.
template <std::floating_point T>
struct gqcnn_grasp2d {
  T x = 0;
  T y = 0;
  radians_value<T> angle;
  T depth = 0;  ///< of the grasp's centre, metres
  T width = 0;  ///< opening, metres
  friend bool operator==(gqcnn_grasp2d const&, gqcnn_grasp2d const&) = default;
};

/// The grasp on the screen of a camera of focal lengths `fx`, `fy` pixels, with plates of `jaw` pixels.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_gqcnn(gqcnn_grasp2d<T> const& g, T fx, T fy, T jaw) {
  T const theta = axial_wrap(-g.angle.value);
  return {g.x, g.y, theta, camera_scale<T>{fx, fy, g.depth}.pixels(g.width, theta), jaw};
}

/// Does not compile: the size of the plates has to be given.
template <std::floating_point T>
void from_gqcnn(gqcnn_grasp2d<T> const&, T, T) {
  static_assert(!std::floating_point<T>,
                "a GQ-CNN grasp does not say how large the plates are: pass the jaw size in pixels as the last "
                "argument");
}

/// At the camera's depth; `angle` comes out in (-pi/2, pi/2].
template <std::floating_point T>
[[nodiscard]] gqcnn_grasp2d<T> to_gqcnn(grasp<T> const& g, camera_scale<T> const& camera) {
  return {g.x, g.y, radians_value<T>(-axial_wrap(g.theta)), camera.depth, camera.metres(g.opening, g.theta)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_PLANNERS_HPP

// suregrasp/geometry/conventions/grasp_rows.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP
namespace suregrasp::inline v2 {

/// A row `x;y;theta;opening;jaw` of a Jacquard grasp file: the angle in degrees, clockwise positive on the screen.
template <std::floating_point T>
struct jacquard_row {
  T x = 0;
  T y = 0;
  T theta_degrees = 0;
  T opening = 0;
  T jaw = 0;
  friend bool operator==(jacquard_row const&, jacquard_row const&) = default;
};

/// The grasp of a row.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_jacquard(jacquard_row<T> const& row) {
  return {row.x, row.y, axial_wrap(-radians(row.theta_degrees)), row.opening, row.jaw};
}

/// `theta_degrees` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] jacquard_row<T> to_jacquard(grasp<T> const& g) {
  return {g.x, g.y, -degrees(axial_wrap(g.theta)), g.opening, g.jaw};
}

/// The `Grasp` of GG-CNN and GR-ConvNet: the centre as (row, column), the angle in radians counter-clockwise on the
/// screen, `length` between the fingers, `width` of a finger.
template <std::floating_point T>
struct ggcnn_grasp {
  T row = 0;
  T column = 0;
  T angle = 0;
  T length = 0;
  T width = 0;
  friend bool operator==(ggcnn_grasp const&, ggcnn_grasp const&) = default;
};

/// The grasp; row and column change places.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_ggcnn(ggcnn_grasp<T> const& g) {
  return {g.column, g.row, axial_wrap(g.angle), g.length, g.width};
}

/// `length` is the opening, `width` the jaw.
template <std::floating_point T>
[[nodiscard]] ggcnn_grasp<T> to_ggcnn(grasp<T> const& g) {
  return {g.y, g.x, axial_wrap(g.theta), g.opening, g.jaw};
}

/// The tuple g = (x, y, theta, w, h) of Zhu et al. (2020): `w` is the size of a finger's plate and `h` the distance
/// between the fingers, other than everywhere else. The paper leaves the sign of theta open; taken counter-clockwise.
template <std::floating_point T>
struct paper_tuple {
  T x = 0;
  T y = 0;
  T theta = 0;
  T w = 0;
  T h = 0;
  friend bool operator==(paper_tuple const&, paper_tuple const&) = default;
};

/// The grasp; `h` is the opening, `w` the jaw.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_paper(paper_tuple<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.h, g.w};
}

/// The inverse of `from_paper`.
template <std::floating_point T>
[[nodiscard]] paper_tuple<T> to_paper(grasp<T> const& g) {
  return {g.x, g.y, axial_wrap(g.theta), g.jaw, g.opening};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_GRASP_ROWS_HPP

// suregrasp/geometry/conventions/mmrotate_box.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP
namespace suregrasp::inline v2 {

/// What mmrotate calls its angle versions; each forgets which side of the box is the opening.
enum class mmrotate_angles {
  le90,   ///< the long side is `w`, along an angle in [-pi/2, pi/2)
  le135,  ///< the long side is `w`, along an angle in [-pi/4, 3 pi/4)
  oc      ///< OpenCV's since 4.5.1: `w` is the side along an angle in (0, pi/2]
};

/// A rotated box of mmrotate: radians, clockwise positive on the screen.
template <std::floating_point T, mmrotate_angles Angles>
struct mmrotate_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmrotate_box const&, mmrotate_box const&) = default;
};

/// What the longer side of a grasp rectangle is; `opening` where both are equal.
enum class long_side { opening, jaw };

/// What `from_mmrotate` has to be told to bring a box of this grasp back.
template <std::floating_point T>
[[nodiscard]] long_side long_side_of(grasp<T> const& g) {
  return g.opening >= g.jaw ? long_side::opening : long_side::jaw;
}

/// The grasp of a box whose longer side is what `longer` says; of equal sides `w` counts as the longer one.
template <std::floating_point T, mmrotate_angles Angles>
[[nodiscard]] grasp<T> from_mmrotate(mmrotate_box<T, Angles> const& box, long_side longer) {
  bool const opening_is_w = (box.w >= box.h) == (longer == long_side::opening);
  T const quarter = std::numbers::pi_v<T> / 2, along_w = -box.angle.value;
  if (opening_is_w) return {box.cx, box.cy, axial_wrap(along_w), box.w, box.h};
  return {box.cx, box.cy, axial_wrap(along_w + quarter), box.h, box.w};
}

/// Does not compile: the box alone does not say which of its sides is the opening.
template <std::floating_point T, mmrotate_angles Angles>
void from_mmrotate(mmrotate_box<T, Angles> const&) {
  static_assert(!std::floating_point<T>,
                "an mmrotate box does not say which side is the opening and which the jaw: "
                "pass long_side::opening or long_side::jaw as the second argument");
}

/// The box of a grasp; keep `long_side_of(g)` beside it to come back. A square of `oc` comes back as itself or
/// `across`: there the angle alone decides which side is `w`.
template <mmrotate_angles Angles, std::floating_point T>
[[nodiscard]] mmrotate_box<T, Angles> to_mmrotate(grasp<T> const& g) {
  constexpr T pi = std::numbers::pi_v<T>;
  mmrotate_box<T, Angles> box{g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(-g.theta))};
  auto const exchange_sides = [&] {
    box = {g.x, g.y, g.jaw, g.opening, radians_value<T>(axial_wrap(pi / 2 + box.angle.value))};
  };
  if constexpr (Angles == mmrotate_angles::oc) {
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
    if (!(box.angle.value > 0)) exchange_sides();
    if (box.angle.value == -pi / 2) box.angle.value = pi / 2;
  } else {
    if (long_side_of(g) == long_side::jaw) exchange_sides();
    if (Angles == mmrotate_angles::le135 && box.angle.value < -pi / 4) {
      T const above = box.angle.value + pi;
      box.angle.value = above < 3 * pi / 4 ? above : -pi / 4;  // rounding may reach the end, which is the beginning
    }
  }
  return box;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_MMROTATE_BOX_HPP

// suregrasp/geometry/conventions/opencv_rectangle.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP
namespace suregrasp::inline v2 {

/// The fields of a `cv::RotatedRect`: `width` lies along `angle`, degrees, clockwise positive on the screen, any range.
template <std::floating_point T>
struct opencv_rectangle {
  T cx = 0;
  T cy = 0;
  T width = 0;
  T height = 0;
  degrees_value<T> angle;
  friend bool operator==(opencv_rectangle const&, opencv_rectangle const&) = default;
};

/// The side of a rectangle that is the opening of the grasp.
enum class opening_side { width, height };

/// The ranges into which `cv::minAreaRect` brings its angle, exchanging width and height at every quarter turn.
enum class opencv_angles {
  before_4_5_1,  ///< [-90, 0)
  since_4_5_1    ///< (0, 90]
};

/// A rectangle as `cv::minAreaRect` gives it, and what it alone no longer says.
template <std::floating_point T>
struct normalised_rectangle {
  opencv_rectangle<T> rectangle;
  opening_side opening = opening_side::width;
};

/// A rectangle whose `angle` is that of the opening axis and whose `width` is the opening, of any version and range.
///
/// Results of `cv::minAreaRect` are not such: there which side comes first depends on the angle alone. Say then which
/// side is the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_opencv(opencv_rectangle<T> const& r, opening_side opening = opening_side::width) {
  T const along_width = -radians_value<T>(r.angle).value;
  if (opening == opening_side::width) return {r.cx, r.cy, axial_wrap(along_width), r.width, r.height};
  return {r.cx, r.cy, axial_wrap(along_width + std::numbers::pi_v<T> / 2), r.height, r.width};
}

/// `angle` comes out in (-90, 90].
template <std::floating_point T>
[[nodiscard]] opencv_rectangle<T> to_opencv(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(-axial_wrap(g.theta))};
}

/// As `cv::minAreaRect` of the version asked for would give it.
template <std::floating_point T>
[[nodiscard]] normalised_rectangle<T> to_opencv(grasp<T> const& g, opencv_angles version) {
  auto r = to_opencv(g);
  auto side = opening_side::width;
  bool const above_0 = version == opencv_angles::since_4_5_1;
  while (above_0 ? r.angle.value <= 0 : r.angle.value >= 0) {
    r.angle.value += above_0 ? 90 : -90;
    std::swap(r.width, r.height);
    side = side == opening_side::width ? opening_side::height : opening_side::width;
  }
  return {r, side};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_OPENCV_RECTANGLE_HPP

// suregrasp/geometry/conventions/rotated_boxes.hpp
#ifndef SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
#define SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP
namespace suregrasp::inline v2 {

// Rotated boxes of detection libraries whose angle has the full period, so that `w`, the side along the angle, can be
// the opening and nothing is lost either way. Those that put the long side first are in `mmrotate_box.hpp`.

/// A rotated box of detectron2, `XYWHA_ABS`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct detectron2_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> angle;
  friend bool operator==(detectron2_box const&, detectron2_box const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_detectron2(detectron2_box<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.angle).value), box.w, box.h};
}

/// `angle` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] detectron2_box<T> to_detectron2(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// A rotated box of torchvision, `CXCYWHR`: degrees, counter-clockwise positive on the screen.
template <std::floating_point T>
struct torchvision_cxcywhr {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  degrees_value<T> r;
  friend bool operator==(torchvision_cxcywhr const&, torchvision_cxcywhr const&) = default;
};

/// `w` is taken for the opening.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_torchvision(torchvision_cxcywhr<T> const& box) {
  return {box.cx, box.cy, axial_wrap(radians_value<T>(box.r).value), box.w, box.h};
}

/// `r` comes out in [-90, 90).
template <std::floating_point T>
[[nodiscard]] torchvision_cxcywhr<T> to_torchvision(grasp<T> const& g) {
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(axial_wrap(g.theta))};
}

/// Which way a positive angle turns on the screen.
enum class turning { clockwise, counter_clockwise };

/// A rotated box of mmcv's operators, in radians; they take `clockwise` as an argument that is true by default.
template <std::floating_point T>
struct mmcv_box {
  T cx = 0;
  T cy = 0;
  T w = 0;
  T h = 0;
  radians_value<T> angle;
  friend bool operator==(mmcv_box const&, mmcv_box const&) = default;
};

/// `w` is taken for the opening; `positive` says which way the angle turns.
template <std::floating_point T>
[[nodiscard]] grasp<T> from_mmcv(mmcv_box<T> const& box, turning positive = turning::clockwise) {
  T const theta = positive == turning::clockwise ? -box.angle.value : box.angle.value;
  return {box.cx, box.cy, axial_wrap(theta), box.w, box.h};
}

/// `angle` comes out in (-pi/2, pi/2], counter-clockwise in [-pi/2, pi/2).
template <std::floating_point T>
[[nodiscard]] mmcv_box<T> to_mmcv(grasp<T> const& g, turning positive = turning::clockwise) {
  T const theta = axial_wrap(g.theta);
  return {g.x, g.y, g.opening, g.jaw, radians_value<T>(positive == turning::clockwise ? -theta : theta)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_GEOMETRY_CONVENTIONS_ROTATED_BOXES_HPP

// suregrasp/core/random.hpp
#ifndef SUREGRASP_CORE_RANDOM_HPP
#define SUREGRASP_CORE_RANDOM_HPP
namespace suregrasp::inline v2 {

/// A seeded stream of random numbers, the same on every machine and compiler.
///
/// Streams form a tree: `fork("augment", step)` names a child that depends on the seed, the name and the number alone,
/// never on how much was drawn before. Work can therefore be split over threads, or resumed at any step, without a
/// change in any draw. A draw changes the stream: give each thread a copy or a fork of its own. Generator: SplitMix64
/// (Steele, Lea and Flood, 2014).
class random_stream {
 public:
  explicit random_stream(std::uint64_t seed) : seed_(mix(seed ^ 0x5d1f0cc3a2b7e491ULL)), state_(seed_) {}

  /// The child stream called `name`, number `index`.
  [[nodiscard]] random_stream fork(std::string_view name, std::uint64_t index = 0) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char const letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    return random_stream(mix(seed_ + mix(hash)) ^ mix(index + 0x9e3779b97f4a7c15ULL));
  }

  /// 64 uniform bits.
  std::uint64_t bits() { return mix(state_ += 0x9e3779b97f4a7c15ULL); }

  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform in {0, ..., count - 1}; `count` must be positive.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(uniform() * static_cast<double>(count)); }

  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }

  /// Normal with the given mean and standard deviation (Box and Muller).
  double normal(double mean = 0, double deviation = 1) {
    double const radius = std::sqrt(-2 * std::log(1 - uniform()));
    return mean + deviation * radius * std::cos(2 * std::numbers::pi * uniform());
  }

  /// Puts `items` into uniformly random order (Fisher and Yates), in place.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  std::uint64_t seed_;
  std::uint64_t state_;
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_RANDOM_HPP

// suregrasp/metrics/impl/metric_error.hpp
#ifndef SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
#define SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP
namespace suregrasp::inline v2 {

/// Measurements from which a figure cannot be computed.
struct metric_error : error {
  using error::error;
};

/// Throws metric_error `metrics.length` unless both counts agree and `metrics.empty` for a count of 0.
inline void require_paired(std::size_t first, std::size_t second, std::string const& what) {
  if (first != second)
    throw metric_error("metrics.length", what + ": expected two lists of one length, got " + std::to_string(first) +
                                             " and " + std::to_string(second) + " values");
  if (first == 0) throw metric_error("metrics.empty", what + ": expected at least one value, got none");
}

/// Throws metric_error `metrics.not_a_number` where a value is NaN; infinities can be ranked and pass.
inline void require_numbers(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(values[i]))
      throw metric_error("metrics.not_a_number", what + ": expected numbers, got NaN at index " + std::to_string(i));
}

/// Throws metric_error `metrics.not_finite` where a value is NaN or infinite.
inline void require_finite(std::span<double const> values, std::string const& what) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      throw metric_error("metrics.not_finite", what + ": expected finite numbers, got " + std::to_string(values[i]) +
                                                   " at index " + std::to_string(i));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_IMPL_METRIC_ERROR_HPP

// suregrasp/core/number_text.hpp
#ifndef SUREGRASP_CORE_NUMBER_TEXT_HPP
#define SUREGRASP_CORE_NUMBER_TEXT_HPP
namespace suregrasp::inline v2 {

/// A number with `decimals` digits after the point, the same in every locale; never `-0`. A value that is not finite is
/// written as a dash.
[[nodiscard]] inline std::string fixed_text(double value, int decimals) {
  if (!std::isfinite(value)) return "\u2013";
  char buffer[400];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::fixed, std::clamp(decimals, 0, 60));
  std::string text(std::begin(buffer), end);
  bool const zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text.front() == '-' ? text.substr(1) : text;
}

/// A number with `digits` significant digits for people to read (1234, 12.3, 0.0123), in scientific notation below 1e-4
/// and from 1e7 on.
[[nodiscard]] inline std::string significant_text(double value, int digits = 3) {
  if (!std::isfinite(value) || value == 0) return fixed_text(value, 0);
  int const magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude >= -4 && magnitude < 7) return fixed_text(value, std::max(0, digits - 1 - magnitude));
  char buffer[64];
  auto const [end, status] =
      std::to_chars(std::begin(buffer), std::end(buffer), value, std::chars_format::scientific, digits - 1);
  return {std::begin(buffer), end};
}

/// A proportion as a percentage: `0.908` becomes `90.8 %`, with a no-break space before the sign.
[[nodiscard]] inline std::string percent_text(double proportion, int decimals = 1) {
  std::string const number = fixed_text(100 * proportion, decimals);
  return std::isfinite(proportion) ? number + "\u00a0%" : number;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_CORE_NUMBER_TEXT_HPP

// suregrasp/metrics/proportion.hpp
#ifndef SUREGRASP_METRICS_PROPORTION_HPP
#define SUREGRASP_METRICS_PROPORTION_HPP
namespace suregrasp::inline v2 {

/// A range of values, both ends included.
struct interval {
  double low = 0;
  double high = 0;
  friend bool operator==(interval const&, interval const&) = default;

  static constexpr auto fields(auto list) { return list(field{"low", &interval::low}, field{"high", &interval::high}); }
};

/// So many successes in so many trials: a success rate together with how little or much is known about it.
struct proportion {
  std::size_t successes = 0;
  std::size_t trials = 0;
  friend bool operator==(proportion const&, proportion const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"successes", &proportion::successes}, field{"trials", &proportion::trials});
  }

  /// Counts one more trial.
  void add(bool success) {
    ++trials;
    if (success) ++successes;
  }

  /// NaN without trials.
  [[nodiscard]] double rate() const {
    return trials == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(successes) / static_cast<double>(trials);
  }

  /// Wilson's score interval (1927); `z` is the normal quantile, by default that of 95 %. Without trials it is [0, 1].
  [[nodiscard]] interval wilson(double z = 1.959963984540054) const {
    if (trials == 0) return {0, 1};
    double const n = static_cast<double>(trials), p = rate(), z2 = z * z;
    double const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double const half = z / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return {successes == 0 ? 0 : std::max(0.0, centre - half), successes == trials ? 1 : std::min(1.0, centre + half)};
  }

  /// `87.1 % [80.6, 91.7] (122/140)`: the rate with its 95 % interval and its counts.
  [[nodiscard]] std::string text() const {
    auto const [low, high] = wilson();
    return fixed_text(100 * rate(), 1) + " % [" + fixed_text(100 * low, 1) + ", " + fixed_text(100 * high, 1) + "] (" +
           std::to_string(successes) + "/" + std::to_string(trials) + ")";
  }
};

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PROPORTION_HPP

// suregrasp/metrics/conformal_interval.hpp
#ifndef SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
#define SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP
namespace suregrasp::inline v2 {

/// What intervals promise.
struct conformal_options {
  double coverage = 0.9;  ///< share of true values that lie within their intervals, at least
  /// Added to the square root of M_uc before errors are divided by it, so that heads that happen to agree do not
  /// promise an interval of no width. Must not be chosen by the calibration data.
  double offset = 0.3;
  friend bool operator==(conformal_options const&, conformal_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"coverage", &conformal_options::coverage, "Share of intervals that hold the truth"}.between(0.01, 0.999),
        field{"offset", &conformal_options::offset, "Added to the root of M_uc"}.between(0, 1e6));
  }
};

/// What labelled data says of how far errors reach for their M_uc.
struct conformal_calibration {
  double quantile = 0;  ///< of error / (sqrt(M_uc) + offset)
  double offset = 0;
  double coverage = 0;         ///< promised
  std::size_t calibrated = 0;  ///< errors that were looked at
  friend bool operator==(conformal_calibration const&, conformal_calibration const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_calibration;
    return list(field{"quantile", &c::quantile}.at_least(0), field{"offset", &c::offset}.at_least(0),
                field{"coverage", &c::coverage}.between(0, 1), field{"calibrated", &c::calibrated});
  }

  /// Half the width of the interval of a prediction of this M_uc, in the unit of the errors; NaN for NaN.
  [[nodiscard]] double half_width(double uncertainty) const {
    constexpr double least = 1e-12;  // so that an error can be divided by it
    return quantile * std::max(std::sqrt(std::max(uncertainty, 0.0)) + offset, least);
  }
};

/// Calibrates intervals by the absolute errors and the M_uc of labelled predictions; nothing where they are too few for
/// the coverage.
///
/// Split conformal prediction, normalised (Papadopoulos et al., 2002; Lei et al., 2018): with n calibration pairs and a
/// further one exchangeable with them, the further error is at most the interval's half width with a probability of at
/// least `coverage`; over calibration sets and predictions together, not for each M_uc. Data of another distribution
/// voids it, and so do calibration pairs that stand for fewer, as many labels of one photograph.
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, `metrics.not_finite`, option_error
/// `option.conformal`.
[[nodiscard]] inline std::optional<conformal_calibration> calibrate_intervals(std::span<double const> errors,
                                                                              std::span<double const> uncertainties,
                                                                              conformal_options const& options = {}) {
  require_paired(errors.size(), uncertainties.size(), "conformal intervals");
  require_numbers(errors, "conformal intervals, errors");
  require_numbers(uncertainties, "conformal intervals, uncertainties");
  require_finite(errors, "conformal intervals, errors");
  require_finite(uncertainties, "conformal intervals, uncertainties");
  if (!(options.coverage > 0 && options.coverage < 1 && options.offset >= 0 && std::isfinite(options.offset)))
    throw option_error("option.conformal",
                       "expected a coverage between 0 and 1 and a finite offset of at least 0, got " +
                           text_of(options.coverage) + " and " + text_of(options.offset));
  conformal_calibration const unit{1, options.offset, options.coverage, errors.size()};
  std::vector<double> scores;
  for (std::size_t i = 0; i < errors.size(); ++i)
    scores.push_back(std::abs(errors[i]) / unit.half_width(uncertainties[i]));
  double const rank = std::max(1.0, std::ceil((static_cast<double>(scores.size()) + 1) * options.coverage - 1e-9));
  if (rank > static_cast<double>(scores.size())) return std::nullopt;
  auto const at = scores.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(scores.begin(), at, scores.end());
  auto result = unit;
  result.quantile = *at;
  return result;
}

/// The interval about a predicted value. Angles are for the caller to take as axes.
[[nodiscard]] inline interval conformal_interval(conformal_calibration const& calibration, double predicted,
                                                 double uncertainty) {
  double const half = calibration.half_width(uncertainty);
  return {predicted - half, predicted + half};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_CONFORMAL_INTERVAL_HPP

// suregrasp/metrics/conformal_coverage.hpp
#ifndef SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
#define SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP
namespace suregrasp::inline v2 {

/// What intervals hold where they are tried on data that did not calibrate them.
struct conformal_coverage {
  std::size_t splits = 0;  ///< that left enough to calibrate with
  double coverage = 0;     ///< mean share of the errors within their intervals
  interval middle{};       ///< of the splits, from the 5 % of least coverage to the 5 % of most
  double half_width = 0;   ///< mean, in the unit of the errors
  friend bool operator==(conformal_coverage const&, conformal_coverage const&) = default;

  static constexpr auto fields(auto list) {
    using c = conformal_coverage;
    return list(field{"splits", &c::splits}, field{"coverage", &c::coverage}, field{"middle", &c::middle},
                field{"half_width", &c::half_width});
  }
};

/// Tries intervals: again and again half of the groups, as photographs, calibrates them and the other half is looked
/// at.
///
/// `group[i]` says to which group pair i belongs; groups stay together. Throws as `calibrate_intervals`, and
/// metric_error `metrics.length` for another number of groups.
[[nodiscard]] inline conformal_coverage conformal_coverage_of(
    std::span<double const> errors, std::span<double const> uncertainties, std::span<std::size_t const> group,
    conformal_options const& options = {}, std::size_t splits = 1000, random_stream draw = random_stream(0)) {
  require_paired(errors.size(), group.size(), "conformal coverage, groups");
  (void)calibrate_intervals(errors, uncertainties, options);  // checks them
  std::vector<std::size_t> groups(group.begin(), group.end());
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  conformal_coverage result;
  std::vector<double> coverages;
  for (std::size_t split = 0; split < splits; ++split) {
    auto order = groups;
    draw.shuffle(order);
    std::vector<std::size_t> known(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2));
    std::sort(known.begin(), known.end());
    std::vector<double> known_errors, known_uncertainties;
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < errors.size(); ++i)
      if (!std::binary_search(known.begin(), known.end(), group[i]))
        later.push_back(i);
      else
        known_errors.push_back(errors[i]), known_uncertainties.push_back(uncertainties[i]);
    if (known_errors.empty() || later.empty()) continue;
    auto const found = calibrate_intervals(known_errors, known_uncertainties, options);
    if (!found) continue;
    double inside = 0, width = 0;
    for (auto const i : later) {
      double const half = found->half_width(uncertainties[i]);
      inside += std::abs(errors[i]) <= half ? 1 : 0, width += half;
    }
    coverages.push_back(inside / static_cast<double>(later.size()));
    result.half_width += width / static_cast<double>(later.size());
  }
  result.splits = coverages.size();
  if (coverages.empty()) return result;
  std::sort(coverages.begin(), coverages.end());
  for (double const each : coverages) result.coverage += each / static_cast<double>(coverages.size());
  result.half_width /= static_cast<double>(coverages.size());
  result.middle = {coverages[coverages.size() / 20], coverages[coverages.size() - 1 - coverages.size() / 20]};
  return result;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_CONFORMAL_COVERAGE_HPP

// suregrasp/core/impl/stable_order.hpp
#ifndef SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
#define SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP
namespace suregrasp::inline v2::detail {

/// The positions of numbers, none of them NaN, from the smallest to the largest; equal ones stay in their order.
template <class T>
[[nodiscard]] std::vector<std::size_t> ascending_order(std::span<T const> values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

/// The same from the largest to the smallest; again equal ones stay in their order.
template <std::floating_point T>
[[nodiscard]] std::vector<std::size_t> descending_order(std::span<T const> values) {
  std::vector<T> negative(values.begin(), values.end());
  for (T& value : negative) value = -value;
  return ascending_order<T>(negative);
}

}  // namespace suregrasp::inline v2::detail
#endif  // SUREGRASP_CORE_IMPL_STABLE_ORDER_HPP

// suregrasp/metrics/rank_correlation.hpp
#ifndef SUREGRASP_METRICS_RANK_CORRELATION_HPP
#define SUREGRASP_METRICS_RANK_CORRELATION_HPP
namespace suregrasp::inline v2 {

/// Rank of each value from 1, equal values sharing the mean of their ranks. Throws metric_error `metrics.not_a_number`.
[[nodiscard]] inline std::vector<double> average_ranks(std::span<double const> values) {
  require_numbers(values, "ranks");
  auto const order = detail::ascending_order(values);
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + 1 + end) / 2;
  }
  return ranks;
}

/// Spearman's rank correlation in [-1, 1]; NaN where one list is constant.
///
/// Throws metric_error `metrics.length`, `metrics.empty` or `metrics.not_a_number`.
[[nodiscard]] inline double spearman(std::span<double const> a, std::span<double const> b) {
  require_paired(a.size(), b.size(), "rank correlation");
  auto const ra = average_ranks(a), rb = average_ranks(b);
  double const mean = static_cast<double>(a.size() + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < ra.size(); ++i) {
    ab += (ra[i] - mean) * (rb[i] - mean);
    aa += (ra[i] - mean) * (ra[i] - mean);
    bb += (rb[i] - mean) * (rb[i] - mean);
  }
  if (aa == 0 || bb == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

/// Area under the receiver operating characteristic: the probability that a positive scores higher than a negative,
/// equal scores counting half.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`, and `metrics.one_class` where all
/// labels are equal.
[[nodiscard]] inline double auroc(std::span<double const> scores, std::vector<bool> const& labels) {
  require_paired(scores.size(), labels.size(), "AUROC");
  auto const ranks = average_ranks(scores);
  double positives = 0, rank_sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i]) positives += 1, rank_sum += ranks[i];
  double const negatives = static_cast<double>(labels.size()) - positives;
  if (positives == 0 || negatives == 0)
    throw metric_error("metrics.one_class", "AUROC: expected positive and negative labels, got " +
                                                std::to_string(labels.size()) + " of one kind");
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RANK_CORRELATION_HPP

// suregrasp/metrics/rasterised_iou.hpp
#ifndef SUREGRASP_METRICS_RASTERISED_IOU_HPP
#define SUREGRASP_METRICS_RASTERISED_IOU_HPP
namespace suregrasp::inline v2 {

/// Four corners, one after the other around it.
using quadrilateral = std::array<point<double>, 4>;

/// `corners` rounded to whole pixels, halves to the even one, as Python's `round` does.
[[nodiscard]] inline quadrilateral rounded_corners(quadrilateral corners) {
  for (auto& p : corners) p = {std::nearbyint(p.x), std::nearbyint(p.y)};
  return corners;
}

/// Whether a pixel centre lies in a polygon or on its border: the rule of `skimage.draw.polygon` since it counts
/// borders. Crossings to the right and to the left are counted apart; on an edge the two counts differ in parity.
[[nodiscard]] inline bool covers(quadrilateral const& corners, double x, double y) {
  constexpr double rounding = 1e-12;
  bool right = false, left = false;
  auto from = corners.back();
  for (auto const& to : corners) {
    double const x0 = from.x - x, y0 = from.y - y, x1 = to.x - x, y1 = to.y - y;
    if (std::abs(x1) < rounding && std::abs(y1) < rounding) return true;
    double const at = (x1 * y0 - x0 * y1) / (y0 - y1);
    if ((y0 > 0) != (y1 > 0)) right ^= at > 0;
    if ((y0 < 0) != (y1 < 0)) left ^= at < 0;
    from = to;
  }
  return right || right != left;
}

/// Pixels that two quadrilaterals cover: both of them, and any of them.
struct pixel_counts {
  std::size_t common = 0;
  std::size_t covered = 0;

  /// 0 where nothing is covered.
  [[nodiscard]] double iou() const {
    return covered == 0 ? 0 : static_cast<double>(common) / static_cast<double>(covered);
  }
};

namespace detail {

/// The rows and columns in which a quadrilateral may cover pixels; those below 0 do not exist.
struct pixel_window {
  double left, right, top, bottom;

  explicit pixel_window(quadrilateral const& corners) {
    auto least = corners[0], most = corners[0];
    for (auto const& p : corners) {
      least = {std::min(least.x, p.x), std::min(least.y, p.y)};
      most = {std::max(most.x, p.x), std::max(most.y, p.y)};
    }
    left = std::max(0.0, std::floor(least.x)), right = std::ceil(most.x);
    top = std::max(0.0, std::floor(least.y)), bottom = std::ceil(most.y);
  }

  [[nodiscard]] bool holds(double x, double y) const { return x >= left && x <= right && y >= top && y <= bottom; }
};

/// What brings two quadrilaterals into `longest_side` pixels: 1 for those of pictures, else a power of two below; 0 for
/// those beyond all numbers, and where there is none.
[[nodiscard]] inline double scale_to_count(pixel_window const& a, pixel_window const& b) {
  constexpr double longest_side = 4096;
  double const wide = std::max(a.right, b.right) - std::min(a.left, b.left);
  double const high = std::max(a.bottom, b.bottom) - std::min(a.top, b.top);
  if (!std::isfinite(wide + high)) return 0;
  double const side = std::max(wide, high);
  return side > longest_side ? std::exp2(-std::ceil(std::log2(side / longest_side))) : 1;
}

[[nodiscard]] inline quadrilateral scaled(quadrilateral corners, double factor) {
  for (auto& p : corners) p = {p.x * factor, p.y * factor};
  return corners;
}

}  // namespace detail

/// Counts pixels of an image without end to the right and below; rows and columns below 0 do not exist.
[[nodiscard]] inline pixel_counts count_pixels(quadrilateral const& a, quadrilateral const& b) {
  detail::pixel_window const in_a(a), in_b(b);
  pixel_counts counts;
  for (double y = std::min(in_a.top, in_b.top); y <= std::max(in_a.bottom, in_b.bottom); ++y)
    for (double x = std::min(in_a.left, in_b.left); x <= std::max(in_a.right, in_b.right); ++x) {
      bool const a_here = in_a.holds(x, y) && covers(a, x, y), b_here = in_b.holds(x, y) && covers(b, x, y);
      counts.common += a_here && b_here ? 1 : 0;
      counts.covered += a_here || b_here ? 1 : 0;
    }
  return counts;
}

/// The overlap as GG-CNN and GR-ConvNet count it: the label's corners are rounded to pixels, the prediction's are not,
/// and both are painted. About one decision in 170 near the threshold differs from the exact overlap's.
///
/// Their files keep four corners, which may be a little off a rectangle; from a grasp they are those of the rectangle.
/// Where the two together are larger than 4096 pixels, pixels are counted that are so much larger: 17 million at most.
[[nodiscard]] inline double rasterised_iou(grasp<double> const& predicted, quadrilateral const& label) {
  auto const painted = corners(predicted), rounded = rounded_corners(label);
  detail::pixel_window const a(painted), b(rounded);
  if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) return 0;
  double const scale = detail::scale_to_count(a, b);
  if (scale == 0) return 0;
  return count_pixels(detail::scaled(painted, scale), detail::scaled(rounded, scale)).iou();
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RASTERISED_IOU_HPP

// suregrasp/metrics/metric_dialect.hpp
#ifndef SUREGRASP_METRICS_METRIC_DIALECT_HPP
#define SUREGRASP_METRICS_METRIC_DIALECT_HPP
namespace suregrasp::inline v2 {

/// The rectangle metric as different programs compute it. Figures in different dialects do not compare.
enum class metric_dialect {
  jaccard,  ///< exact IoU above 0.25, axes within 30 degrees: what the field reports
  ivalab,   ///< exact IoU above 0.25, axes within 10 degrees
  ggcnn,    ///< IoU of painted pixels above 0.25, the label's corners rounded to pixels first, 30 degrees
  cornell   ///< Cornell's scorer of 2011: intersection over predicted area above 0.5, 30 degrees without wrapping
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(metric_dialect) {
  return std::array{named_value{metric_dialect::jaccard, "jaccard"}, named_value{metric_dialect::ivalab, "ivalab"},
                    named_value{metric_dialect::ggcnn, "ggcnn"}, named_value{metric_dialect::cornell, "cornell"}};
}

/// Throws option_error `option.dialect`.
[[nodiscard]] inline metric_dialect metric_dialect_named(std::string_view name) {
  if (auto const dialect = value_named<metric_dialect>(name)) return *dialect;
  throw option_error("option.dialect",
                     "unknown dialect '" + std::string(name) + "': expected jaccard, ivalab, ggcnn or cornell");
}

/// The overlap above which a prediction counts as correct where nothing else is said.
[[nodiscard]] constexpr double usual_overlap(metric_dialect dialect) {
  return dialect == metric_dialect::cornell ? 0.5 : 0.25;
}

/// The most that axes may differ, radians, where nothing else is said.
[[nodiscard]] constexpr double usual_angle(metric_dialect dialect) {
  return radians(dialect == metric_dialect::ivalab ? 10.0 : 30.0);
}

namespace detail {

/// Intersection over the area of the prediction.
[[nodiscard]] inline double covered_share(grasp<double> const& predicted, grasp<double> const& label) {
  double const overlap = iou(predicted, label);
  if (!(overlap > 0)) return 0;
  double const times_larger = label.opening / predicted.opening * (label.jaw / predicted.jaw);
  return std::min(1.0, overlap / (1 + overlap) * (1 + times_larger));
}

}  // namespace detail

/// How far a prediction agrees with one label: the dialect's overlap in [0, 1], nothing where the axes differ by more
/// than `most_angle`, radians (`angle_at_most`).
///
/// The scorer of 2011 compares angles in [-90, 90) degrees as plain numbers and gives every label whose corners come
/// clockwise 0. A grasp has no order of corners, so only the former is followed; where corners are at hand, leave the
/// clockwise ones out.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label, double most_angle) {
  auto const within = [&](double angle) { return angle_at_most(angle, most_angle); };
  double const axes = axial_distance(predicted.theta, label.theta);
  switch (dialect) {
    case metric_dialect::ggcnn: {
      auto const painted = rounded_corners(corners(label));
      double const theta = axial_wrap(std::atan2(painted[0].y - painted[1].y, painted[1].x - painted[0].x));
      if (within(axial_distance(predicted.theta, theta))) return rasterised_iou(predicted, painted);
      break;
    }
    case metric_dialect::cornell:
      if (within(std::abs(axial_wrap(predicted.theta) - axial_wrap(label.theta))))
        return detail::covered_share(predicted, label);
      break;
    case metric_dialect::jaccard:
    case metric_dialect::ivalab:
      if (within(axes)) return iou(predicted, label);
  }
  return std::nullopt;
}

/// The same with the dialect's usual angle.
[[nodiscard]] inline std::optional<double> agreement(metric_dialect dialect, grasp<double> const& predicted,
                                                     grasp<double> const& label) {
  return agreement(dialect, predicted, label, usual_angle(dialect));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_METRIC_DIALECT_HPP

// suregrasp/metrics/rectangle_metric.hpp
#ifndef SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
#define SUREGRASP_METRICS_RECTANGLE_METRIC_HPP
namespace suregrasp::inline v2 {

/// The rectangle metric of Jiang et al. (2011), by default with the thresholds and the overlap that the field uses.
struct rectangle_metric_options {
  metric_dialect dialect = metric_dialect::jaccard;  ///< which program's way to compute overlap and angle
  std::optional<double> iou{};  ///< correct grasps overlap by more than this; not given: `usual_overlap(dialect)`
  std::optional<double>
      angle{};  ///< and their axes differ by at most this, radians (`angle_at_most`); not given: `usual_angle(dialect)`
};

/// The labelled grasp a prediction fits best.
template <std::floating_point T>
struct rectangle_match {
  std::size_t index = 0;  ///< of the labelled grasp
  T iou = 0;              ///< overlap with it, as the dialect computes it
  T angle = 0;            ///< angle between the axes, radians
};

namespace detail {

/// The overlap of two grasps whose axes fit; nothing where they do not.
template <std::floating_point T>
[[nodiscard]] std::optional<T> fitting_overlap(grasp<T> const& predicted, grasp<T> const& label,
                                               rectangle_metric_options const& options) {
  double const limit = options.angle.value_or(usual_angle(options.dialect));
  if (options.dialect == metric_dialect::jaccard || options.dialect == metric_dialect::ivalab) {
    if (!angle_at_most(axial_distance(predicted.theta, label.theta), limit)) return std::nullopt;
    return iou(predicted, label);
  }
  auto const exact = [](grasp<T> const& g) { return grasp<double>{g.x, g.y, g.theta, g.opening, g.jaw}; };
  auto const overlap = agreement(options.dialect, exact(predicted), exact(label), limit);
  return overlap ? std::optional<T>(static_cast<T>(*overlap)) : std::nullopt;
}

}  // namespace detail

/// Among the labelled grasps whose axis is within the angle of the options, the one of highest overlap, the first of
/// equals; nothing where there is none. Its overlap may be below the threshold of the options, even 0.
template <std::floating_point T>
[[nodiscard]] std::optional<rectangle_match<T>> best_match(grasp<T> const& predicted,
                                                           std::span<std::type_identity_t<grasp<T>> const> truth,
                                                           rectangle_metric_options const& options = {}) {
  std::optional<rectangle_match<T>> best;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    auto const overlap = detail::fitting_overlap(predicted, truth[i], options);
    if (overlap && (!best || *overlap > best->iou))
      best = rectangle_match<T>{i, *overlap, axial_distance(predicted.theta, truth[i].theta)};
  }
  return best;
}

/// The rectangle metric: whether some labelled grasp overlaps by more than `options.iou`, with an axis within
/// `options.angle`.
template <std::floating_point T>
[[nodiscard]] bool is_correct(grasp<T> const& predicted, std::span<std::type_identity_t<grasp<T>> const> truth,
                              rectangle_metric_options const& options = {}) {
  auto const best = best_match(predicted, truth, options);
  return best && best->iou > static_cast<T>(options.iou.value_or(usual_overlap(options.dialect)));
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RECTANGLE_METRIC_HPP

// suregrasp/metrics/ranked_success.hpp
#ifndef SUREGRASP_METRICS_RANKED_SUCCESS_HPP
#define SUREGRASP_METRICS_RANKED_SUCCESS_HPP
namespace suregrasp::inline v2 {

/// The best overlap of each prediction of an image with its labels, best-ranked prediction first; 0 where the axes do
/// not fit.
using ranked_overlaps = std::vector<double>;

/// Thresholds from the usual 0.25 to 0.75.
inline constexpr std::array<double, 11> overlap_sweep{0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75};

/// The `top` of `success_within` that looks at every prediction.
inline constexpr std::size_t any_rank = std::numeric_limits<std::size_t>::max();

/// Images on which one of the first `top` predictions overlaps a label by more than `overlap`: top-1, top-k, any.
/// An image without predictions is a failure.
[[nodiscard]] inline proportion success_within(std::span<ranked_overlaps const> images, std::size_t top,
                                               double overlap) {
  proportion success;
  for (auto const& image : images) {
    auto const end = image.begin() + static_cast<std::ptrdiff_t>(std::min(top, image.size()));
    success.add(std::any_of(image.begin(), end, [&](double each) { return each > overlap; }));
  }
  return success;
}

/// Success of ranked predictions at one threshold.
struct success_row {
  double iou = 0;        ///< predictions that overlap a label by more than this are correct
  proportion first;      ///< images whose first-ranked prediction is correct
  proportion first_few;  ///< images with a correct one among the first few
  proportion any;        ///< images with a correct one at any rank
  proportion each;       ///< predictions that are correct, of all of them
  friend bool operator==(success_row const&, success_row const&) = default;

  static constexpr auto fields(auto list) {
    using r = success_row;
    return list(field{"iou", &r::iou}, field{"first", &r::first}, field{"first_few", &r::first_few},
                field{"any", &r::any}, field{"each", &r::each});
  }
};

/// Success at several thresholds. Every engine and command counts in this form.
using success_table = std::vector<success_row>;

/// The thresholds at which evaluations report success.
inline constexpr std::array<double, 3> success_ious{0.25, 0.50, 0.75};

/// The ranks that `first_few` counts where nothing else is said.
inline constexpr std::size_t usual_few = 5;

/// The table of a set of images, at each of `ious`. An image without predictions is a failure.
[[nodiscard]] inline success_table success_at(std::span<ranked_overlaps const> images, std::span<double const> ious,
                                              std::size_t few = usual_few) {
  success_table table;
  for (double const iou : ious) {
    success_row row{iou,
                    success_within(images, 1, iou),
                    success_within(images, few, iou),
                    success_within(images, any_rank, iou),
                    {}};
    for (auto const& image : images)
      for (double const overlap : image) row.each.add(overlap > iou);
    table.push_back(row);
  }
  return table;
}

/// The overlaps of ranked predictions of an image with its labels, by the rectangle metric.
[[nodiscard]] inline ranked_overlaps overlaps_of(std::span<grasp<double> const> ranked,
                                                 std::span<grasp<double> const> labels,
                                                 rectangle_metric_options const& options = {}) {
  ranked_overlaps overlaps;
  for (auto const& each : ranked) {
    auto const best = best_match(each, labels, options);
    overlaps.push_back(best ? best->iou : 0);
  }
  return overlaps;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RANKED_SUCCESS_HPP

// suregrasp/metrics/impl/binomial.hpp
#ifndef SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
#define SUREGRASP_METRICS_IMPL_BINOMIAL_HPP
namespace suregrasp::inline v2 {

/// Probability of at most `successes` in `trials` independent trials of the given probability.
[[nodiscard]] inline double binomial_at_most(std::size_t successes, std::size_t trials, double probability) {
  if (successes >= trials || probability <= 0) return 1;
  if (probability >= 1) return 0;
  double const n = static_cast<double>(trials), odds = std::log(probability) - std::log1p(-probability);
  double log_term = n * std::log1p(-probability), sum = 0;
  for (std::size_t i = 0; i <= successes; ++i) {
    sum += std::exp(log_term);
    log_term += odds + std::log((n - static_cast<double>(i)) / static_cast<double>(i + 1));
  }
  return std::min(1.0, sum);
}

/// Upper end of the one-sided interval of Clopper and Pearson (1934): a probability above it would give as few
/// successes with a probability below `delta`. 1 without trials.
[[nodiscard]] inline double clopper_pearson_upper(std::size_t successes, std::size_t trials, double delta) {
  if (successes >= trials) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    double const middle = (low + high) / 2;
    (binomial_at_most(successes, trials, middle) > delta ? low : high) = middle;
  }
  return high;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_IMPL_BINOMIAL_HPP

// suregrasp/metrics/risk_control.hpp
#ifndef SUREGRASP_METRICS_RISK_CONTROL_HPP
#define SUREGRASP_METRICS_RISK_CONTROL_HPP
namespace suregrasp::inline v2 {

/// What the threshold T is to guarantee.
struct risk_control_options {
  double risk = 0.1;   ///< of the predictions kept, at most this share may fail
  double delta = 0.1;  ///< and the calibration data may be so unlucky that it does not hold, with this probability
  std::size_t candidates = 10;  ///< thresholds tried, at evenly spaced coverages
  bool risk_grows = false;      ///< take for granted that the share of failures among the kept never falls with T
  friend bool operator==(risk_control_options const&, risk_control_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = risk_control_options;
    return list(field{"risk", &o::risk, "Share of failures that the proposed threshold promises"}.between(0.001, 0.999),
                field{"delta", &o::delta, "Probability that it breaks the promise"}.between(0.001, 0.999),
                field{"candidates", &o::candidates}.at_least(1).not_offered(),
                field{"risk_grows", &o::risk_grows}.not_offered());
  }
};

/// A threshold with its guarantee, and what the calibration data shows at it.
struct controlled_threshold {
  double threshold = 0;      ///< T: keep predictions whose uncertainty is below it
  std::size_t kept = 0;      ///< calibration predictions below T
  std::size_t failures = 0;  ///< of them
  double coverage = 0;       ///< kept / all
  friend bool operator==(controlled_threshold const&, controlled_threshold const&) = default;

  static constexpr auto fields(auto list) {
    using t = controlled_threshold;
    return list(field{"threshold", &t::threshold}, field{"kept", &t::kept}, field{"failures", &t::failures},
                field{"coverage", &t::coverage});
  }
};

namespace detail {

/// Numbers of predictions to keep, ascending. They follow from the options and the size of the calibration set alone;
/// fewer than the first could not prove anything even without a failure.
[[nodiscard]] inline std::vector<std::size_t> kept_counts(std::size_t all, double level,
                                                          risk_control_options const& options) {
  double const least = std::max(1.0, std::ceil(std::log(level) / std::log1p(-options.risk)));
  std::vector<std::size_t> counts;
  double const most = static_cast<double>(all) - 1, steps = static_cast<double>(options.candidates);
  for (std::size_t i = 1; i <= options.candidates && least <= most; ++i) {
    double const share = options.candidates == 1 ? 1 : static_cast<double>(i - 1) / (steps - 1);
    counts.push_back(static_cast<std::size_t>(std::floor(least + share * (most - least))));
  }
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts;
}

inline void require_valid(risk_control_options const& options) {
  auto const share = [](double value) { return value > 0 && value < 1; };
  if (share(options.risk) && share(options.delta) && options.candidates > 0) return;
  throw option_error("option.risk_control",
                     "expected a risk and a delta between 0 and 1 and at least one candidate, got " +
                         std::to_string(options.risk) + ", " + std::to_string(options.delta) + " and " +
                         std::to_string(options.candidates));
}

}  // namespace detail

/// The largest threshold T on the uncertainty for which labelled data proves that few of the predictions below it
/// fail; nothing where the data is too little or too bad.
///
/// Theorem (after Angelopoulos et al., "Learn then Test", 2021). Let the calibration pairs (uncertainty, failed) and
/// the pairs met later be independent draws from one distribution, and R(t) = P(failed | uncertainty < t). Then
/// P(R(T) > risk) <= delta, over the draw of the calibration set.
///
/// Proof. Candidates are the order statistics T = U_(m+1) for numbers m fixed beforehand. Given U_(m+1) = t and that k
/// pairs lie below (m of them unless some are equal), these are independent draws given uncertainty < t, so their
/// failures are Binomial(k, R(t)); where R(t) > risk, P(Binomial(k, risk) <= failures) falls below a level with at most
/// the probability `level`. At level = delta / candidates no candidate of too high a risk passes, but with probability
/// delta (Bonferroni). With `risk_grows` each is tested at the level delta, from the smallest up to the first that does
/// not pass: the first of too high a risk would have to pass, and given which that is, its failures are stochastically
/// at least Binomial(k, risk). Where equal uncertainties leave too few below a candidate it is passed over; failures
/// have no say in that.
///
/// Data of another distribution, such as another workplace, or several predictions of one image, which are not
/// independent, void it. Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number` and
/// option_error `option.risk_control`.
[[nodiscard]] inline std::optional<controlled_threshold> control_risk(std::span<double const> uncertainties,
                                                                      std::vector<bool> const& failed,
                                                                      risk_control_options const& options = {}) {
  require_paired(uncertainties.size(), failed.size(), "risk control");
  require_numbers(uncertainties, "risk control");
  detail::require_valid(options);
  std::size_t const all = failed.size();
  auto const order = detail::ascending_order(uncertainties);
  std::vector<std::size_t> failures(all + 1, 0);
  for (std::size_t i = 0; i < all; ++i) failures[i + 1] = failures[i] + (failed[order[i]] ? 1U : 0U);

  double const level = options.risk_grows ? options.delta : options.delta / static_cast<double>(options.candidates);
  std::optional<controlled_threshold> chosen;
  for (std::size_t m : detail::kept_counts(all, level, options)) {
    double const threshold = uncertainties[order[m]];
    while (m > 0 && uncertainties[order[m - 1]] == threshold) --m;
    if (binomial_at_most(0, m, options.risk) > level) continue;  // too few to prove anything
    if (binomial_at_most(failures[m], m, options.risk) <= level)
      chosen = {threshold, m, failures[m], static_cast<double>(m) / static_cast<double>(all)};
    else if (options.risk_grows)
      break;
  }
  return chosen;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RISK_CONTROL_HPP

// suregrasp/metrics/risk_coverage.hpp
#ifndef SUREGRASP_METRICS_RISK_COVERAGE_HPP
#define SUREGRASP_METRICS_RISK_COVERAGE_HPP
namespace suregrasp::inline v2 {

/// Mean error of the most certain predictions.
struct risk_coverage_point {
  double coverage = 0;     ///< the fraction of predictions kept, k / n
  double uncertainty = 0;  ///< the largest uncertainty among them
  double risk = 0;         ///< their mean error
};

/// How the mean error grows as less certain predictions are let in; one point for each k = 1..n.
struct risk_coverage_curve {
  std::vector<risk_coverage_point> points;

  /// Mean error of all predictions.
  [[nodiscard]] double mean_error() const { return points.back().risk; }

  /// Area under the curve: the mean of its risks. Below `mean_error()` where uncertainty knows something of the error.
  [[nodiscard]] double area() const {
    double sum = 0;
    for (auto const& point : points) sum += point.risk;
    return sum / static_cast<double>(points.size());
  }

  /// Mean error of the most certain `fraction` in (0, 1] of the predictions, rounded up to a whole prediction. Throws
  /// option_error `metrics.fraction`.
  [[nodiscard]] double risk_at(double fraction) const {
    if (!(fraction > 0 && fraction <= 1))
      throw option_error("metrics.fraction", "expected a fraction in (0, 1], got " + std::to_string(fraction));
    double const n = static_cast<double>(points.size());
    auto const count = static_cast<std::size_t>(std::ceil(fraction * n * (1 - 1e-12)));
    return points[std::max<std::size_t>(count, 1) - 1].risk;
  }

  /// `risk_at(fraction)` as a multiple of the mean error; below 1 where the certain are better.
  [[nodiscard]] double relative_risk_at(double fraction) const { return risk_at(fraction) / mean_error(); }
};

/// The risk-coverage curve of paired uncertainties and errors.
///
/// Predictions of equal uncertainty enter in no order: each counts with the mean error of its group, so the curve does
/// not depend on the order of the input. Throws metric_error `metrics.length`, `metrics.empty` or
/// `metrics.not_a_number`.
[[nodiscard]] inline risk_coverage_curve risk_coverage(std::span<double const> uncertainties,
                                                       std::span<double const> errors) {
  require_paired(uncertainties.size(), errors.size(), "risk-coverage");
  require_numbers(uncertainties, "risk-coverage, uncertainties");
  require_numbers(errors, "risk-coverage, errors");
  std::size_t const n = errors.size();
  auto const order = detail::ascending_order(uncertainties);

  risk_coverage_curve curve;
  curve.points.reserve(n);
  double sum = 0;
  for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
    double const level = uncertainties[order[begin]];
    double group = 0;
    for (; end < n && uncertainties[order[end]] == level; ++end) group += errors[order[end]];
    for (std::size_t k = begin + 1; k <= end; ++k) {
      double const entered = group * static_cast<double>(k - begin) / static_cast<double>(end - begin);
      double const kept = static_cast<double>(k);
      curve.points.push_back({kept / static_cast<double>(n), level, (sum + entered) / kept});
    }
    sum += group;
  }
  return curve;
}

/// Area under the risk-coverage curve beyond that of the best possible order, by the errors themselves: 0 for an
/// uncertainty that ranks perfectly, whatever the mean error (Geifman et al., 2019); NaN where errors are infinite.
/// Throws as `risk_coverage`.
[[nodiscard]] inline double excess_area(std::span<double const> uncertainties, std::span<double const> errors) {
  return std::max(risk_coverage(uncertainties, errors).area() - risk_coverage(errors, errors).area(), 0.0);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RISK_COVERAGE_HPP

// suregrasp/metrics/failure_certainty.hpp
#ifndef SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
#define SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP
namespace suregrasp::inline v2 {

/// What the uncertainty of first-ranked grasps tells of their failures.
struct failure_certainty {
  risk_coverage_curve curve;                      ///< of failures
  double excess_area = 0;                         ///< under that curve, beyond the best order
  double spearman = 0;                            ///< of uncertainty and 1 - overlap
  std::optional<controlled_threshold> threshold;  ///< on the uncertainty; nothing where none is proven
};

/// The same from the overlaps of each image's ranked grasps and the uncertainty of the first of them; a first grasp
/// fails where its overlap is not above `iou`. Images without an uncertainty or a grasp are left out; nothing where
/// that leaves none. Throws metric_error `metrics.length`, and as `control_risk`.
[[nodiscard]] inline std::optional<failure_certainty> certainty_of_failures(
    std::span<ranked_overlaps const> images, std::span<std::optional<double> const> uncertainties, double iou,
    risk_control_options const& control = {}) {
  if (images.empty() && uncertainties.empty()) return std::nullopt;
  require_paired(images.size(), uncertainties.size(), "certainty of failures");
  std::vector<double> known, failures, distances;
  std::vector<bool> failed;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!uncertainties[i] || images[i].empty()) continue;
    known.push_back(*uncertainties[i]);
    distances.push_back(1 - images[i].front());
    failed.push_back(!(images[i].front() > iou));
    failures.push_back(failed.back() ? 1 : 0);
  }
  if (failed.empty()) return std::nullopt;
  return failure_certainty{risk_coverage(known, failures), excess_area(known, failures), spearman(known, distances),
                           control_risk(known, failed, control)};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_FAILURE_CERTAINTY_HPP

// suregrasp/metrics/grasp_difference.hpp
#ifndef SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
#define SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP
namespace suregrasp::inline v2 {

/// How far a predicted grasp is from a label, field by field; sizes are predicted minus labelled.
struct grasp_difference {
  double centre = 0;         ///< distance of the centres
  double opening = 0;        ///< signed
  double jaw = 0;            ///< signed
  double angle_degrees = 0;  ///< between the axes, in [0, 90]
  friend bool operator==(grasp_difference const&, grasp_difference const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"centre", &grasp_difference::centre}, field{"opening", &grasp_difference::opening},
                field{"jaw", &grasp_difference::jaw}, field{"angle_degrees", &grasp_difference::angle_degrees});
  }
};

/// Lengths in pixels.
[[nodiscard]] inline grasp_difference difference_in_pixels(grasp<double> const& predicted, grasp<double> const& label) {
  return {std::hypot(predicted.x - label.x, predicted.y - label.y), predicted.opening - label.opening,
          predicted.jaw - label.jaw, degrees(axial_distance(predicted.theta, label.theta))};
}

/// Lengths in millimetres on a plane at the camera's depth. Pixels that are not square make sizes depend on the angle:
/// each grasp is measured along its own axes. Throws option_error `option.camera`.
[[nodiscard]] inline grasp_difference difference_in_mm(grasp<double> const& predicted, grasp<double> const& label,
                                                       camera_scale<double> const& camera) {
  require_valid(camera);
  auto const opening = [&](grasp<double> const& g) { return 1000 * camera.metres(g.opening, g.theta); };
  auto const jaw = [&](grasp<double> const& g) { return 1000 * camera.metres(g.jaw, g.theta + radians(90.0)); };
  double const dx = predicted.x - label.x, dy = predicted.y - label.y;
  return {1000 * camera.depth * std::hypot(dx / camera.fx, dy / camera.fy), opening(predicted) - opening(label),
          jaw(predicted) - jaw(label), degrees(axial_distance(predicted.theta, label.theta))};
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_GRASP_DIFFERENCE_HPP

// suregrasp/metrics/paired_comparison.hpp
#ifndef SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
#define SUREGRASP_METRICS_PAIRED_COMPARISON_HPP
namespace suregrasp::inline v2 {

/// Two methods on the same cases: how often both, one or none of them succeeded.
struct paired_comparison {
  std::size_t both = 0;
  std::size_t only_first = 0;
  std::size_t only_second = 0;
  std::size_t neither = 0;
  friend bool operator==(paired_comparison const&, paired_comparison const&) = default;

  static constexpr auto fields(auto list) {
    using c = paired_comparison;
    return list(field{"both", &c::both}, field{"only_first", &c::only_first}, field{"only_second", &c::only_second},
                field{"neither", &c::neither});
  }

  /// Success rate of the second method minus that of the first; NaN without cases.
  [[nodiscard]] double gain() const {
    double const cases = static_cast<double>(both + only_first + only_second + neither);
    return (static_cast<double>(only_second) - static_cast<double>(only_first)) / cases;
  }

  /// Two-sided p-value of McNemar's exact test: the cases on which the methods differ are tosses of a fair coin.
  [[nodiscard]] double p_value() const {
    std::size_t const n = only_first + only_second, k = std::min(only_first, only_second);
    double log_term = -static_cast<double>(n) * std::numbers::ln2, tail = 0;
    for (std::size_t i = 0; i <= k; ++i) {
      tail += std::exp(log_term);
      log_term += std::log(static_cast<double>(n - i) / static_cast<double>(i + 1));
    }
    return std::min(1.0, 2 * tail);
  }
};

/// Counts the outcomes of two methods on the same cases, in the same order. Throws metric_error `metrics.length` or
/// `metrics.empty`.
[[nodiscard]] inline paired_comparison compare_paired(std::vector<bool> const& first, std::vector<bool> const& second) {
  require_paired(first.size(), second.size(), "paired comparison");
  paired_comparison counts;
  for (std::size_t i = 0; i < first.size(); ++i)
    ++(first[i] ? (second[i] ? counts.both : counts.only_first) : (second[i] ? counts.only_second : counts.neither));
  return counts;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PAIRED_COMPARISON_HPP

// suregrasp/metrics/precision_recall.hpp
#ifndef SUREGRASP_METRICS_PRECISION_RECALL_HPP
#define SUREGRASP_METRICS_PRECISION_RECALL_HPP
namespace suregrasp::inline v2 {

/// What is found and what of it is right when all predictions of at least this score are kept.
struct precision_recall_point {
  double score = 0;
  double precision = 0;
  double recall = 0;
};

/// Precision and recall at every score that occurs.
struct precision_recall_curve {
  std::vector<precision_recall_point> points;  ///< highest score first, one a distinct score

  /// Average precision: the precisions weighted by the recall each adds. No interpolation, so nothing is embellished.
  [[nodiscard]] double average_precision() const {
    double sum = 0, reached = 0;
    for (auto const& point : points) {
      sum += (point.recall - reached) * point.precision;
      reached = point.recall;
    }
    return sum;
  }
};

/// The curve of scored predictions, of which some are right, where `positives` are there to be found.
///
/// Predictions of equal score come in together, so their order does not matter. Throws metric_error `metrics.length`,
/// `metrics.not_a_number`, `metrics.empty` without predictions, and `metrics.positives` where fewer are there to be
/// found than are right, or none.
[[nodiscard]] inline precision_recall_curve precision_recall(std::span<double const> scores,
                                                             std::vector<bool> const& right, std::size_t positives) {
  require_paired(scores.size(), right.size(), "precision and recall");
  require_numbers(scores, "precision and recall");
  auto const found = static_cast<std::size_t>(std::count(right.begin(), right.end(), true));
  if (positives == 0 || found > positives)
    throw metric_error("metrics.positives", "expected at least 1 positive and at least as many as the " +
                                                std::to_string(found) + " right predictions, got " +
                                                std::to_string(positives));
  auto const order = detail::descending_order(scores);
  precision_recall_curve curve;
  double hits = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (right[order[i]]) ++hits;
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    curve.points.push_back(
        {scores[order[i]], hits / static_cast<double>(i + 1), hits / static_cast<double>(positives)});
  }
  return curve;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_PRECISION_RECALL_HPP

// suregrasp/metrics/reliability.hpp
#ifndef SUREGRASP_METRICS_RELIABILITY_HPP
#define SUREGRASP_METRICS_RELIABILITY_HPP
namespace suregrasp::inline v2 {

/// The predictions whose stated probability of success lies in one stretch.
struct reliability_bin {
  double stated = 0;     ///< their mean probability
  proportion outcome{};  ///< how many of them succeeded
  friend bool operator==(reliability_bin const&, reliability_bin const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"stated", &reliability_bin::stated}, field{"outcome", &reliability_bin::outcome});
  }
};

/// A reliability diagram: stated probabilities beside what came of them, in `bins` equal stretches of [0, 1],
/// ascending, without those that nothing falls into.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.probability` for what is none, option_error
/// `metrics.bins` for no bins.
[[nodiscard]] inline std::vector<reliability_bin> reliability(std::span<double const> probabilities,
                                                              std::vector<bool> const& succeeded,
                                                              std::size_t bins = 10) {
  require_paired(probabilities.size(), succeeded.size(), "reliability");
  if (bins == 0) throw option_error("metrics.bins", "reliability: expected at least one bin, got 0");
  std::vector<reliability_bin> all(bins);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    double const p = probabilities[i];
    if (!(p >= 0 && p <= 1))
      throw metric_error("metrics.probability", "reliability: expected probabilities in [0, 1], got " +
                                                    std::to_string(p) + " at index " + std::to_string(i));
    auto& bin = all[std::min(static_cast<std::size_t>(p * static_cast<double>(bins)), bins - 1)];
    bin.outcome.add(succeeded[i]);
    bin.stated += (p - bin.stated) / static_cast<double>(bin.outcome.trials);
  }
  std::erase_if(all, [](reliability_bin const& bin) { return bin.outcome.trials == 0; });
  return all;
}

/// Expected calibration error (Guo et al., 2017): how far success rates lie from what was stated, a mean over the
/// predictions of all bins. Even true probabilities have one, from chance, that grows with the number of bins.
[[nodiscard]] inline double expected_calibration_error(std::span<reliability_bin const> bins) {
  double sum = 0, count = 0;
  for (auto const& bin : bins) {
    auto const trials = static_cast<double>(bin.outcome.trials);
    sum += trials * std::abs(bin.outcome.rate() - bin.stated);
    count += trials;
  }
  return sum / count;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_RELIABILITY_HPP

// suregrasp/metrics/success_curve.hpp
#ifndef SUREGRASP_METRICS_SUCCESS_CURVE_HPP
#define SUREGRASP_METRICS_SUCCESS_CURVE_HPP
namespace suregrasp::inline v2 {

/// How probable success is by M_uc: steps that never rise.
struct success_curve {
  std::vector<double> uncertainties{};  ///< the largest M_uc of each step, ascending
  std::vector<double> probabilities{};  ///< of each step
  friend bool operator==(success_curve const&, success_curve const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"uncertainties", &success_curve::uncertainties},
                field{"probabilities", &success_curve::probabilities});
  }

  /// The probability of success of a grasp of this M_uc: that of the step it falls into; of the last beyond all. NaN
  /// for NaN.
  [[nodiscard]] double probability(double uncertainty) const {
    if (std::isnan(uncertainty)) return uncertainty;
    auto const at = std::lower_bound(uncertainties.begin(), uncertainties.end(), uncertainty) - uncertainties.begin();
    return probabilities[std::min(static_cast<std::size_t>(at), probabilities.size() - 1)];
  }
};

/// Throws metric_error `metrics.success_curve` for what is no such curve: no step, lists of two lengths, uncertainties
/// that do not ascend, probabilities that rise or are none. `where` begins the message.
inline void require_valid(success_curve const& curve, std::string const& where) {
  auto const& [u, p] = curve;
  bool const steps = !u.empty() && u.size() == p.size() && std::ranges::is_sorted(u) && !std::isnan(u.front()) &&
                     std::ranges::is_sorted(p, std::greater{});
  if (!steps || !(p.front() <= 1) || !(p.back() >= 0))
    throw metric_error("metrics.success_curve",
                       where + ": expected steps of ascending uncertainties and probabilities that never rise, got " +
                           std::to_string(u.size()) + " and " + std::to_string(p.size()) + " numbers that are none");
}

/// Fits the curve to outcomes: the non-increasing one of least squares (isotonic regression, by pooling adjacent
/// violators; Ayer et al., 1955), after one success and one failure are added to each step's, so that few outcomes
/// promise neither 0 nor 1. Outcomes of equal uncertainty enter as one, so their order does not matter.
///
/// Throws metric_error `metrics.length`, `metrics.empty`, `metrics.not_a_number`.
[[nodiscard]] inline success_curve success_curve_of(std::span<double const> uncertainties,
                                                    std::vector<bool> const& failed) {
  require_paired(uncertainties.size(), failed.size(), "success curve");
  require_numbers(uncertainties, "success curve");
  struct step {
    double last, successes, count;
    [[nodiscard]] double rate() const { return successes / count; }
  };
  std::vector<step> steps;
  auto const order = detail::ascending_order(uncertainties);
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    step now{uncertainties[order[begin]], 0, 0};
    for (; end < order.size() && uncertainties[order[end]] == now.last; ++end, ++now.count)
      now.successes += failed[order[end]] ? 0 : 1;
    for (; !steps.empty() && steps.back().rate() <= now.rate(); steps.pop_back())
      now.successes += steps.back().successes, now.count += steps.back().count;
    steps.push_back(now);
  }
  success_curve curve;
  for (auto const& each : steps) {
    double const probability = (each.successes + 1) / (each.count + 2);
    curve.uncertainties.push_back(each.last);
    // The added pair may lift a short step above the one before it.
    curve.probabilities.push_back(curve.probabilities.empty() ? probability
                                                              : std::min(probability, curve.probabilities.back()));
  }
  return curve;
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_SUCCESS_CURVE_HPP

// suregrasp/metrics/success_calibration.hpp
#ifndef SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
#define SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
namespace suregrasp::inline v2 {

/// What outcomes of grasps say of a detector's M_uc.
struct success_calibration {
  std::string success{};     ///< what counted as one, such as `lifted`
  std::size_t views = 1;     ///< in which grasps were sought: with more votes, M_uc is another
  std::size_t outcomes = 0;  ///< that were learned from
  success_curve curve{};
  double least_heat = 0;  ///< of the coldest of these grasps: of colder ones they say nothing
  friend bool operator==(success_calibration const&, success_calibration const&) = default;

  /// The chance of success of a grasp of so much uncertainty and heat; nothing where it is colder than all outcomes, or
  /// its heat NaN.
  [[nodiscard]] std::optional<double> probability(double uncertainty, double heat) const {
    return heat >= least_heat ? std::optional(curve.probability(uncertainty)) : std::nullopt;
  }

  static constexpr auto fields(auto list) {
    using c = success_calibration;
    return list(field{"success", &c::success}, field{"views", &c::views}.at_least(1), field{"outcomes", &c::outcomes},
                field{"curve", &c::curve},
                field{"least_heat", &c::least_heat, "Heat of the coldest of the outcomes"}.between(0, 1));
  }
};

/// The calibration for so many views; nothing where nobody calibrated them.
[[nodiscard]] inline std::optional<success_calibration> calibration_for(std::span<success_calibration const> all,
                                                                        std::size_t views) {
  auto const found = std::ranges::find(all, views, &success_calibration::views);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

}  // namespace suregrasp::inline v2
#endif  // SUREGRASP_METRICS_SUCCESS_CALIBRATION_HPP
