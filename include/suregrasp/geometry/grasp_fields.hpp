#ifndef SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP
#define SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP

#include <array>
#include <boost/hana/accessors.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <concepts>
#include <string_view>
#include <suregrasp/geometry/grasp.hpp>
#include <utility>

/// The fields of a grasp, named once: with this a grasp is a Boost.Hana Struct (its macros take no class templates).
template <std::floating_point T>
struct boost::hana::accessors_impl<suregrasp::grasp<T>> {
  static constexpr auto apply() {
    return make_tuple(
        make_pair(BOOST_HANA_STRING("x"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).x; }),
        make_pair(BOOST_HANA_STRING("y"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).y; }),
        make_pair(BOOST_HANA_STRING("theta"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).theta; }),
        make_pair(BOOST_HANA_STRING("opening"),
                  [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).opening; }),
        make_pair(BOOST_HANA_STRING("jaw"), [](auto&& g) -> auto&& { return std::forward<decltype(g)>(g).jaw; }));
  }
};

namespace suregrasp::inline v2 {

namespace grasp_fields_detail {

inline constexpr auto name_of = [](auto const& field) {
  return std::string_view(boost::hana::to<char const*>(boost::hana::first(field)));
};

}  // namespace grasp_fields_detail

/// Calls `visit(name, value)` for each field of a grasp in the order x, y, theta, opening, jaw.
///
/// `name` is a std::string_view that lives for ever, `value` a reference to the field.
template <std::floating_point T, class Visit>
constexpr void for_each_field(grasp<T> const& g, Visit&& visit) {
  boost::hana::for_each(boost::hana::accessors<grasp<T>>(), [&](auto const& field) {
    visit(grasp_fields_detail::name_of(field), boost::hana::second(field)(g));
  });
}

/// The same for a grasp whose fields `visit` may change.
template <std::floating_point T, class Visit>
constexpr void for_each_field(grasp<T>& g, Visit&& visit) {
  boost::hana::for_each(boost::hana::accessors<grasp<T>>(), [&](auto const& field) {
    visit(grasp_fields_detail::name_of(field), boost::hana::second(field)(g));
  });
}

/// `{"x", "y", "theta", "opening", "jaw"}`: the columns of tables and the keys of records.
inline constexpr auto grasp_field_names =
    boost::hana::unpack(boost::hana::accessors<grasp<double>>(), [](auto const&... fields) {
      return std::array<std::string_view, sizeof...(fields)>{grasp_fields_detail::name_of(fields)...};
    });

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_GRASP_FIELDS_HPP
