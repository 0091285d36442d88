#include <catch2/catch.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using Catch::Contains;
using suregrasp_tests::error_of;

namespace {

void check_refused(suregrasp_tests::thrown const& error, std::string const& id, std::string const& where,
                   std::string const& expected) {
  INFO(error.message);
  CHECK(error.id == id);
  CHECK_THAT(error.message, Catch::StartsWith(where + ": expected") && Contains(expected));
}

}  // namespace

TEST_CASE("prediction tables: Jacquard's text, a name and its rows") {
  auto const set = parse_jacquard_predictions(
      "0_abc\r\n583.90408;479.20119;-66.2885;135.0;26.1855\r\n\r\npcd0100r.png\n1;2;30;4;5\n6;7;-30;8;9\n0_abc\n1;1;1;"
      "1;1\n",
      "p.txt");
  REQUIRE(set.size() == 2);
  CHECK(set[0].id == "0_abc");
  REQUIRE(set[0].grasps.size() == 2);
  CHECK(set[0].grasps[0].grasp.theta == Approx(radians(66.2885)));
  CHECK(set[0].grasps[0].grasp.opening == 135);
  CHECK(set[0].grasps[0].grasp.jaw == 26.1855);
  CHECK(set[1].id == "pcd0100");
  CHECK(set[1].grasps[1].grasp.theta == Approx(radians(30.0)));
  CHECK_FALSE(set[1].grasps[1].score);
}

TEST_CASE("prediction tables: a broken row is refused with its line") {
  auto const parse = [](std::string const& text) {
    return error_of([&] { (void)parse_jacquard_predictions(text, "p.txt"); });
  };
  check_refused(parse("a\n1;2;3;4\n"), "data.jacquard.row", "p.txt:2", "got `1;2;3;4`");
  check_refused(parse("a\n1;2;3;4;5\n1;2;x;4;5\n"), "data.jacquard.row", "p.txt:3", "five numbers");
  check_refused(parse("a\n1;2;3;-4;5\n"), "data.jacquard.row", "p.txt:2", "five numbers");
  check_refused(parse("a\n1;2;nan;4;5\n"), "data.jacquard.row", "p.txt:2", "five numbers");
  check_refused(parse("1;2;3;4;5\n"), "data.predictions.name", "p.txt:1", "name of a photograph");
}

TEST_CASE("prediction tables: CSV, columns in any order") {
  auto const set = parse_csv_predictions(
      "score, opening,jaw,theta_degrees,y,x,image\n0.5,40,20,100,2,1,/data/01/pcd0100r.png\r\n\n0.7,41,21,-30,4,3,"
      "0_h_RGB.png\n",
      "p.csv");
  REQUIRE(set.size() == 2);
  CHECK(set[0].id == "pcd0100");
  CHECK(set[0].where == "p.csv:2");
  CHECK(set[0].grasps[0].grasp.x == 1);
  CHECK(set[0].grasps[0].grasp.y == 2);
  CHECK(set[0].grasps[0].grasp.theta == Approx(radians(-80.0)));
  CHECK(set[0].grasps[0].score == 0.5);
  CHECK_FALSE(set[0].grasps[0].uncertainty);
  CHECK(set[1].id == "0_h");
  auto const other =
      parse_csv_predictions("id,x,y,theta,opening,jaw,heat,uncertainty\na,1,2,0.5,3,4,0.9,0.1\n", "p.csv");
  CHECK(other[0].grasps[0].grasp == grasp<double>{1, 2, 0.5, 3, 4});
  CHECK(other[0].grasps[0].score == 0.9);
  CHECK(other[0].grasps[0].uncertainty == 0.1);
}

TEST_CASE("prediction tables: what is wrong with a CSV is said with its line") {
  std::string const head = "id,x,y,theta,opening,jaw\n";
  auto const parse = [](std::string const& text) {
    return error_of([&] { (void)parse_csv_predictions(text, "p.csv"); });
  };
  check_refused(parse("id,x,y,theta,opening,width\n"), "data.predictions.column", "p.csv:1", "`width`");
  check_refused(parse("id,x,x,y,theta,opening,jaw\n"), "data.predictions.column", "p.csv:1", "`x`");
  check_refused(parse("x,y,theta,opening,jaw\n"), "data.predictions.column", "p.csv:1", "`id` or `image`");
  check_refused(parse("id,x,y,opening,jaw\na,1,2,3,4\n"), "data.predictions.field", "p.csv:2", "no theta");
  check_refused(parse(head + "a,1,2,3,4\n"), "data.predictions.cell", "p.csv:2", "6 cells");
  check_refused(parse(head + ",1,2,3,4,5\n"), "data.predictions.cell", "p.csv:2", "an id");
  check_refused(parse(head + "a,1,2,3,4,5\nb,1,2,three,4,5\n"), "data.predictions.cell", "p.csv:3", "got `three`");
  check_refused(parse(head + "a,1,2,3,-4,5\n"), "data.predictions.value", "p.csv:2", "opening -4");
  check_refused(parse(head + "a,inf,2,3,4,5\n"), "data.predictions.value", "p.csv:2", "x inf");
}
