#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/field_checks.hpp>

#include "arm_options.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::error_of;
using suregrasp_tests::finger;
using suregrasp_tests::gripper;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string refusal(arm_options const& options) {
  auto const [id, message] = error_of([&] { check_fields(options, "arm"); });
  CHECK(id == "option.field");
  return message;
}

}  // namespace

TEST_CASE("check_fields: what fields allow passes, ends included") {
  CHECK_NOTHROW(check_fields(arm_options{}, "arm"));
  CHECK_NOTHROW(check_fields(arm_options{.share = 0, .limit = 0, .port = 64, .mode = "fast"}, "arm"));
  CHECK_NOTHROW(check_fields(arm_options{.share = 1, .gain = std::nanf("")}, "arm"));  // gain has no range
}

TEST_CASE("check_fields: says where, which field, what was expected and what came") {
  CHECK(refusal({.steps = 0}) == "arm: steps: expected a whole number above 0, got 0");
  CHECK(refusal({.share = 1.5}) == "arm: share: expected a number from 0 to 1, got 1.5");
  CHECK(refusal({.limit = -1}) == "arm: limit: expected a number of at least 0, got -1");
  CHECK(refusal({.joints = {1, 0}}) == "arm: joints[1]: expected a whole number of at least 1, got 0");
  CHECK(refusal({.hand = {.opening = 0}}) == "arm: hand.opening: expected a number above 0, got 0");
  CHECK(refusal({.port = 48}) == "arm: port: expected a whole number above 0, a multiple of 32, got 48");
  CHECK(refusal({.mode = "brisk"}) == "arm: mode: expected one of slow, fast, got \"brisk\"");
  CHECK(refusal({.hand = {.kind = static_cast<finger>(5)}}) == "arm: hand.kind: expected soft_rubber or hard, got 5");
}

TEST_CASE("check_fields: NaN and infinity are in no range") {
  CHECK(refusal({.share = not_a_number}) == "arm: share: expected a number from 0 to 1, got nan");
  CHECK(refusal({.limit = infinity}) == "arm: limit: expected a number of at least 0, got inf");
  CHECK(refusal({.hand = {.opening = infinity}}) == "arm: hand.opening: expected a number above 0, got inf");
}

TEST_CASE("holds: open and closed ends") {
  CHECK(holds({}, not_a_number));
  CHECK(holds({.least = 0, .limited = true}, 0));
  CHECK_FALSE(holds({.least = 0, .open = true, .limited = true}, 0));
  CHECK(holds({.most = 1, .limited = true}, -1e300));
  CHECK_FALSE(holds({.most = 1, .limited = true}, std::nextafter(1.0, 2.0)));
  CHECK_FALSE(holds({.multiple_of = 32, .limited = true}, 33));
  CHECK(range_text({.most = 1, .limited = true}) == " of at most 1");
}
