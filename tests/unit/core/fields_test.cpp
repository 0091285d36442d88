#include <boost/hana/concept/struct.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/members.hpp>
#include <boost/hana/tuple.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/core/fields.hpp>

#include "arm_options.hpp"

namespace hana = boost::hana;
using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::finger;
using suregrasp_tests::gripper;

static_assert(hana::Struct<gripper>::value && hana::Struct<arm_options>::value);

TEST_CASE("a described struct is a Hana Struct") {
  bool const keys = hana::keys(gripper{}) == hana::make_tuple(BOOST_HANA_STRING("opening"), BOOST_HANA_STRING("kind"));
  CHECK(keys);
  bool const members = hana::members(gripper{0.25, finger::hard}) == hana::make_tuple(0.25, finger::hard);
  CHECK(members);
  gripper changed;
  hana::for_each(hana::accessors<gripper>(), [&](auto const& pair) {
    if constexpr (std::is_same_v<decltype(hana::second(pair)(changed)), double&>) hana::second(pair)(changed) = 3;
  });
  CHECK(changed == gripper{3, finger::soft});
}

TEST_CASE("for_each_field: names and members, which may be changed") {
  arm_options options;
  std::string names;
  for_each_field(options, [&]<class Value>(auto const& field, Value& value) {
    names.append(field.name).append(" ");
    if constexpr (std::is_same_v<Value, std::int64_t>) value = 7;
  });
  CHECK(names == "name steps share gain careful limit joints base log hand port mode ");
  CHECK(options.steps == 7);
}

TEST_CASE("configuration_text: all that a struct holds, by name, exactly") {
  arm_options const options{.share = 1.0 / 3, .joints = {}, .hand = {.kind = finger::hard}};
  std::map<std::string, std::string> const expected{
      {"base", "[0, 1]"},       {"careful", "true"},  {"gain", "0.1"},   {"hand.kind", "hard"},
      {"hand.opening", "0.08"}, {"joints", "[]"},     {"limit", "none"}, {"log", "\"arm.log\""},
      {"mode", "\"slow\""},     {"name", "\"left\""}, {"port", "32"},    {"share", "0.3333333333333333"},
      {"steps", "100"}};
  CHECK(configuration_text(options) == expected);
}

TEST_CASE("configuration_digest: tells apart what differs in any field, at any depth, by the smallest step") {
  auto const digest = configuration_digest(arm_options{});
  CHECK(digest.size() == 16);
  CHECK(digest == configuration_digest(arm_options{}));
  CHECK(digest == "01450b3b4d55abc1");
  for (auto const& other :
       {arm_options{.steps = 101}, arm_options{.share = std::nextafter(0.5, 1.0)}, arm_options{.limit = 0},
        arm_options{.joints = {12}}, arm_options{.hand = {.kind = finger::hard}}, arm_options{.mode = "fast"}})
    CHECK(configuration_digest(other) != digest);
}
