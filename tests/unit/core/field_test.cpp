#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <suregrasp/core/field.hpp>

#include "arm_options.hpp"

using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::finger;

namespace {

struct undescribed {
  double x = 0;
};

struct forgets_the_last {
  double x = 0;
  double y = 0;
  static constexpr auto fields(auto list) { return list(field{"x", &forgets_the_last::x}); }
};

struct forgets_one_of_equals {
  double x = 0;
  double y = 0;
  double z = 0;
  static constexpr auto fields(auto list) {
    return list(field{"x", &forgets_one_of_equals::x}, field{"z", &forgets_one_of_equals::z});
  }
};

struct forgets_a_function {
  double x = 0;
  std::function<void()> then;
  static constexpr auto fields(auto list) { return list(field{"x", &forgets_a_function::x}); }
};

struct forgets_a_struct {
  arm_options arm;
  double x = 0;
  static constexpr auto fields(auto list) { return list(field{"x", &forgets_a_struct::x}); }
};

struct in_another_order {
  std::string name;
  double x = 0;
  static constexpr auto fields(auto list) {
    return list(field{"x", &in_another_order::x}, field{"name", &in_another_order::name});
  }
};

struct two_of_one_name {
  double x = 0;
  double y = 0;
  static constexpr auto fields(auto list) {
    return list(field{"x", &two_of_one_name::x}, field{"x", &two_of_one_name::y});
  }
};

}  // namespace

static_assert(described<arm_options>);
static_assert(!described<undescribed> && !described<double> && !described<std::string>);
static_assert(detail::names_every_member<arm_options> && detail::names_differ<arm_options>);
static_assert(!detail::names_every_member<forgets_the_last>);
static_assert(!detail::names_every_member<forgets_one_of_equals>);
static_assert(!detail::names_every_member<forgets_a_function>);
static_assert(!detail::names_every_member<forgets_a_struct>);
static_assert(!detail::names_every_member<in_another_order>);
static_assert(!detail::names_differ<two_of_one_name>);
static_assert(named_enumeration<finger> && !named_enumeration<int> && !named_enumeration<std::byte>);

TEST_CASE("field: what is said of a member") {
  constexpr auto port = field{"port", &arm_options::port, "Port", "slots"}.above(0).multiple_of(32).typed_as("-p");
  CHECK(port.name == "port");
  CHECK(port.help == "Port");
  CHECK(port.unit == "slots");
  CHECK(port.flag == "-p");
  CHECK((port.range.limited && port.range.open && port.range.least == 0 && port.range.multiple_of == 32));
  CHECK((port.offered && !port.needed && !port.merged && port.separator == 0));
  constexpr auto other = field{"port", &arm_options::port}.between(1, 5).required().inlined().not_offered();
  CHECK((other.range.limited && !other.range.open && other.range.least == 1 && other.range.most == 5));
  CHECK((!other.offered && other.needed && other.merged));
  CHECK(arm_options{}.*other.member == 32);
}

TEST_CASE("with_fields: every field in the order of the members") {
  std::string names;
  with_fields<arm_options>([&](auto const&... each) { (names.append(each.name).append(" "), ...); });
  CHECK(names == "name steps share gain careful limit joints base log hand port mode ");
}

TEST_CASE("value_named and name_of: the way to a name and back") {
  static_assert(value_named<finger>("soft") == finger::soft && value_named<finger>("soft_rubber") == finger::soft);
  static_assert(name_of(finger::soft) == "soft_rubber" && name_of(finger::hard) == "hard");
  static_assert(short_name_of(finger::soft) == "soft" && short_name_of(finger::hard) == "hard");
  CHECK(short_name_of(static_cast<finger>(7)).empty());
  CHECK_FALSE(value_named<finger>("rubber"));
  CHECK_FALSE(value_named<finger>(""));
  CHECK(name_of(static_cast<finger>(7)).empty());
}
