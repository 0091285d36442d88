#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/core/field_table.hpp>

#include "arm_options.hpp"

using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::finger;
using suregrasp_tests::held_object;

TEST_CASE("csv_header: a column for each field that fits a cell") {
  CHECK(csv_header<arm_options>() == "name,steps,share,gain,careful,limit,log,hand.opening,hand.kind,port,mode");
  CHECK(csv_header<held_object>() == "opening,kind,mass");
}

TEST_CASE("csv_row: numbers exactly, nothing for what there is not") {
  CHECK(csv_row(arm_options{}) == "left,100,0.5,0.1,1,,arm.log,0.08,soft_rubber,32,slow");
  CHECK(csv_row(arm_options{.name = "a \"b\",\nc",
                            .share = std::numeric_limits<double>::quiet_NaN(),
                            .gain = std::numeric_limits<float>::infinity(),
                            .careful = false,
                            .limit = 1.0 / 3,
                            .log = "x,y"}) ==
        "\"a \"\"b\"\", c\",100,,,0,0.3333333333333333,\"x,y\",0.08,soft_rubber,32,slow");
  CHECK(csv_row(held_object{{1, finger::hard}, 2}) == "1,hard,2");
}

TEST_CASE("csv_row: an empty first cell is a cell") { CHECK(csv_row(arm_options{.name = ""}).starts_with(",100,")); }
