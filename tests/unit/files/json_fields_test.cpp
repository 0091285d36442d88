#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/files/json_fields.hpp>

#include "thrown.hpp"
#include "unit/core/arm_options.hpp"

using namespace suregrasp;
using json = nlohmann::ordered_json;
using suregrasp_tests::arm_options;
using suregrasp_tests::error_of;
using suregrasp_tests::finger;
using suregrasp_tests::held_object;

namespace {

arm_options unusual() {
  return {.name = "right",
          .steps = -std::numeric_limits<std::int64_t>::max() + std::numeric_limits<std::int64_t>::max() + 5,
          .share = 1.0 / 3,
          .gain = 0.7F,
          .careful = false,
          .limit = 0.125,
          .joints = {7, 8, 9},
          .base = {-1, 1e-300},
          .log = "folder/file.log",
          .hand = {2, finger::hard},
          .port = 65504,
          .mode = "fast"};
}

/// What reading says of the default options with one part replaced.
std::string refusal(char const* pointer, json const& value, json_reading const& reading = {}) {
  auto described = to_json(arm_options{});
  described[json::json_pointer(pointer)] = value;
  auto const [id, message] = error_of([&] { (void)from_json<arm_options>(described, "arm.json", reading); });
  CHECK(id == "json.field");
  return message;
}

}  // namespace

TEST_CASE("to_json: a key for each field in their order") {
  CHECK(to_json(arm_options{}).dump() ==
        R"({"name":"left","steps":100,"share":0.5,"gain":0.10000000149011612,"careful":true,"limit":null,)"
        R"("joints":[1,2],"base":[0.0,1.0],"log":"arm.log","hand":{"opening":0.08,"kind":"soft_rubber"},"port":32,)"
        R"("mode":"slow"})");
  CHECK(to_json(held_object{}).dump() == R"({"opening":0.08,"kind":"soft_rubber","mass":0.25})");
  CHECK(to_json(held_object{.mass = std::numeric_limits<double>::quiet_NaN()})["mass"].is_null());
}

TEST_CASE("from_json: everything survives the way to text and back") {
  for (auto const& options : {arm_options{}, unusual()})
    CHECK(from_json<arm_options>(json::parse(to_json(options).dump()), "") == options);
  held_object const held{{3, finger::hard}, 4};
  CHECK(from_json<held_object>(to_json(held), "") == held);
}

TEST_CASE("from_json: says the file, the key, what was expected and what is there") {
  CHECK(refusal("/name", 3) == "arm.json: name: expected a text, got 3");
  CHECK(refusal("/steps", 1.5) == "arm.json: steps: expected a whole number, got 1.5");
  CHECK(refusal("/port", -32) == "arm.json: port: expected a whole number, got -32");
  CHECK(refusal("/port", 65536) == "arm.json: port: expected a whole number, got 65536");
  CHECK(refusal("/share", "half") == "arm.json: share: expected a finite number, got \"half\"");
  CHECK(refusal("/share", nullptr) == "arm.json: share: expected a finite number, got null");
  CHECK(refusal("/gain", 1e300) == "arm.json: gain: expected a finite number, got 1e+300");
  CHECK(refusal("/careful", 1) == "arm.json: careful: expected true or false, got 1");
  CHECK(refusal("/joints", 1) == "arm.json: joints: expected a list, got 1");
  CHECK(refusal("/joints/1", "x") == "arm.json: joints[1]: expected a whole number, got \"x\"");
  CHECK(refusal("/base", {1, 2, 3}) == "arm.json: base: expected a list of 2, got [1,2,3]");
  CHECK(refusal("/hand", "none") == "arm.json: hand: expected an object with opening, kind, got \"none\"");
  CHECK(refusal("/hand/kind", "soft") == "arm.json: hand.kind: expected soft_rubber or hard, got \"soft\"");
  CHECK(refusal("/log", std::string(100, 'x')).empty() == false);
}

TEST_CASE("from_json: what a field does not allow is refused as in check_fields") {
  CHECK(refusal("/share", 2) == "arm.json: share: expected a number from 0 to 1, got 2");
  CHECK(refusal("/mode", "brisk") == "arm.json: mode: expected one of slow, fast, got \"brisk\"");
}

TEST_CASE("from_json: a missing key is refused unless the caller says that it may be missing") {
  auto lacking = to_json(unusual());
  lacking.erase("share");
  lacking["hand"].erase("kind");
  auto const said = [&](json_reading const& reading) {
    return error_of([&] { (void)from_json<arm_options>(lacking, "arm.json", reading); }).message;
  };
  CHECK(said({}) == "arm.json: expected a field share, there is none");
  CHECK(said({.may_lack = {"share"}}) == "arm.json: expected a field hand.kind, there is none");
  auto const read = from_json<arm_options>(lacking, "arm.json", {.may_lack = {"share", "hand.kind"}});
  CHECK(read.share == 0.5);
  CHECK(read.hand.kind == finger::soft);
  CHECK(read.hand.opening == 2);
}

TEST_CASE("from_json: a key that is no field is refused unless it is to be passed over") {
  CHECK(refusal("/hand/colour", 1) == "arm.json: there is no field hand.colour, expected opening, kind");
  auto more = to_json(arm_options{});
  more["colour"] = "red";
  CHECK(from_json<arm_options>(more, "", {.pass_unknown = true}) == arm_options{});
  CHECK(error_of([] {
          (void)from_json<held_object>({{"opening", 1}, {"kind", "hard"}, {"mass", 1}, {"by", 1}}, "f");
        }).message == "f: there is no field by, expected opening, kind, mass");
}
