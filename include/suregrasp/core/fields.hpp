#ifndef SUREGRASP_CORE_FIELDS_HPP
#define SUREGRASP_CORE_FIELDS_HPP

// Xlib.h defines some of the names that Boost.Hana uses; who includes both gets Xlib's back behind this.
#pragma push_macro("Bool")
#pragma push_macro("Status")
#pragma push_macro("True")
#pragma push_macro("False")
#pragma push_macro("None")
#pragma push_macro("Success")
#pragma push_macro("Complex")
#pragma push_macro("Always")
#undef Bool
#undef Status
#undef True
#undef False
#undef None
#undef Success
#undef Complex
#undef Always
#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#pragma pop_macro("Bool")
#pragma pop_macro("Status")
#pragma pop_macro("True")
#pragma pop_macro("False")
#pragma pop_macro("None")
#pragma pop_macro("Success")
#pragma pop_macro("Complex")
#pragma pop_macro("Always")
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_text.hpp>
#include <type_traits>
#include <utility>

/// Every described struct is a Boost.Hana Struct, so that Hana's algorithms work on it, such as `hana::keys` and
/// `hana::members`. What needs all members of a struct is made from that, and nowhere lists them again. Whether two are
/// equal is for a defaulted `operator==` to say.
namespace suregrasp::inline v2 {

namespace detail {

/// The fields of a struct as a Hana tuple.
template <described S>
inline constexpr auto field_tuple =
    with_fields<S>([](auto const&... each) { return boost::hana::make_tuple(each...); });

/// Reaches one member: a function from a struct to a reference to it, of the same kind as the argument.
template <class S, std::size_t Index>
struct field_accessor {
  static constexpr auto const& description = boost::hana::at_c<Index>(field_tuple<S>);
  template <class Object>
  constexpr auto&& operator()(Object&& object) const {
    return std::forward<Object>(object).*(description.member);
  }
};

template <class Accessor, std::size_t... Characters>
constexpr auto field_pair(std::index_sequence<Characters...>) {
  return boost::hana::make_pair(boost::hana::string<Accessor::description.name[Characters]...>{}, Accessor{});
}

template <class S, std::size_t... Indices>
constexpr auto field_pairs(std::index_sequence<Indices...>) {
  return boost::hana::make_tuple(field_pair<field_accessor<S, Indices>>(
      std::make_index_sequence<field_accessor<S, Indices>::description.name.size()>{})...);
}

}  // namespace detail

}  // namespace suregrasp::inline v2

/// Described structs model Hana's Struct.
template <class S>
struct boost::hana::accessors_impl<S, boost::hana::when<suregrasp::described<S>>> {
  static constexpr auto apply() {
    return suregrasp::detail::field_pairs<S>(
        std::make_index_sequence<decltype(boost::hana::length(suregrasp::detail::field_tuple<S>))::value>{});
  }
};

namespace suregrasp::inline v2 {

/// Calls `visit(description, member)` for each member of a struct in order: the `field` that describes it, and a
/// reference to it, through which it may change where the struct may.
template <class S, class Visit>
  requires described<std::remove_cvref_t<S>>
constexpr void for_each_field(S&& object, Visit&& visit) {
  boost::hana::for_each(detail::field_tuple<std::remove_cvref_t<S>>,
                        [&](auto const& each) { visit(each, std::forward<S>(object).*each.member); });
}

namespace detail {

template <described S>
void add_configuration(std::map<std::string, std::string>& to, std::string const& before, S const& object) {
  for_each_field(object, [&]<class Value>(auto const& field, Value const& value) {
    auto const name = before + std::string(field.name);
    if constexpr (described<Value>)
      add_configuration(to, name + ".", value);
    else
      to.emplace(name, text_of(value, text_style::exact));
  });
}

}  // namespace detail

/// All that a struct holds, by name, exactly: members of a member as `encoding.angle`. Two structs of one type have
/// equal texts where they hold the same, which is what a checkpoint is asked.
template <described S>
[[nodiscard]] std::map<std::string, std::string> configuration_text(S const& object) {
  std::map<std::string, std::string> text;
  detail::add_configuration(text, "", object);
  return text;
}

/// Sixteen hexadecimal digits that tell configurations apart.
template <described S>
[[nodiscard]] std::string configuration_digest(S const& object) {
  digest sum;
  for (auto const& [name, text] : configuration_text(object)) sum.add(name).add(text);
  return sum.text();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CORE_FIELDS_HPP
