#include <catch2/catch.hpp>
#include <limits>
#include <numeric>
#include <sstream>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>

#include "arm_options.hpp"

using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::finger;
using suregrasp_tests::gripper;

namespace {

struct temperature {
  double degrees = 0;
  static constexpr auto fields(auto list) { return list(field{"degrees", &temperature::degrees}); }
  [[nodiscard]] std::string text() const { return degrees > 30 ? "hot" : "cold"; }
};

}  // namespace

TEST_CASE("text_of: a struct for people") {
  CHECK(text_of(arm_options{}) ==
        "{name: \"left\", steps: 100, share: 0.5, gain: 0.1, careful: true, limit: none, joints: [1, 2], base: [0, 1], "
        "log: \"arm.log\", hand: {opening: 0.08 m, kind: soft_rubber}, port: 32, mode: \"slow\"}");
  std::ostringstream out;
  out << gripper{1.0 / 3, finger::hard};
  CHECK(out.str() == "{opening: 0.333333 m, kind: hard}");
}

TEST_CASE("text_of: exactly, every number reads back as the same and no unit stands behind it") {
  CHECK(text_of(gripper{1.0 / 3, finger::hard}, text_style::exact) == "{opening: 0.3333333333333333, kind: hard}");
  CHECK(text_of(0.1F, text_style::exact) == "0.1");
  CHECK(text_of(1e300, text_style::exact) == "1e+300");
}

TEST_CASE("text_of: single values") {
  CHECK(text_of(std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(text_of(-std::numeric_limits<double>::quiet_NaN(), text_style::exact) == "nan");
  CHECK(text_of(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(text_of(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(text_of(std::string("a \"b\" \\")) == R"("a \"b\" \\")");
  CHECK(text_of(std::optional<int>(4)) == "4");
  CHECK(text_of(std::optional<int>()) == "none");
  CHECK(text_of(static_cast<finger>(9)) == "9");
  CHECK(text_of(std::vector<bool>{true, false}) == "[true, false]");
  CHECK(text_of(std::vector<int>{}) == "[]");
}

TEST_CASE("text_of: long lists are cut short for people only") {
  std::vector<int> many(40);
  std::iota(many.begin(), many.end(), 0);
  CHECK(text_of(many) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, ... 40 in all]");
  CHECK(text_of(many, text_style::exact).ends_with("38, 39]"));
  many.resize(16);
  CHECK(text_of(many).ends_with("14, 15]"));
}

TEST_CASE("text_of: a struct may have a text of its own, which is not the exact one") {
  CHECK(text_of(temperature{35}) == "hot");
  CHECK(text_of(temperature{35}, text_style::exact) == "{degrees: 35}");
  CHECK(text_of(source_location{"a.txt", 3, 0}) == "a.txt:3");
}
