#include <catch2/catch.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/metrics/predictions/prediction_files.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using Catch::Contains;
using suregrasp_tests::error_of;

namespace {

std::string const row = R"({"x": 1, "y": 2, "theta": 0.5, "opening": 3, "jaw": 4, "uncertainty": 0.1, "heat": 0.9})";

}  // namespace

TEST_CASE("prediction files: JSON of one photograph, of a list, and wrapped") {
  auto const image = R"({"image": "01/pcd0100r.png", "grasps": [)" + row + "]}";
  for (auto const& text : {image, "[" + image + "]", R"({"predictions": [)" + image + R"(], "record": {}})"}) {
    auto const set = parse_json_predictions(text, "p.json");
    REQUIRE(set.size() == 1);
    CHECK(set[0].id == "pcd0100");
    REQUIRE(set[0].grasps.size() == 1);
    CHECK(set[0].grasps[0].grasp == grasp<double>{1, 2, 0.5, 3, 4});
    CHECK(set[0].grasps[0].uncertainty == 0.1);
    CHECK(set[0].grasps[0].score == 0.9);
  }
  CHECK(parse_json_predictions("[]", "p").empty());
}

TEST_CASE("prediction files: what is wrong with JSON, and where") {
  auto const [text, where, expected] = GENERATE(table<std::string, std::string, std::string>(
      {{"[{\"id\": \"a\",\n  oops}]", "p.json:2:3", "JSON"},
       {"7", "p.json", "list of photographs"},
       {"[{\"id\": \"a\"}]", "p.json: photograph 1", "list `grasps`"},
       {"[{\"grasps\": []}]", "p.json: photograph 1", "`id` or `image`"},
       {"[{\"id\": \"a\", \"grasps\": [7]}]", "p.json: photograph 1 of the list, grasps[0]", "an object"},
       {"[{\"id\": \"a\", \"grasps\": [{\"x\": \"one\"}]}]", "p.json: photograph 1 of the list, grasps[0], x",
        "a number"},
       {"[{\"id\": \"a\", \"grasps\": [{\"x\": 1}]}]", "p.json: photograph 1 of the list, grasps[0]",
        "there is no y"}}));
  auto const error = error_of([&, source = text] { (void)parse_json_predictions(source, "p.json"); });
  INFO(error.message);
  CHECK_THAT(error.message, Catch::StartsWith(where) && Contains("expected") && Contains(expected));
}

TEST_CASE("prediction files: the form is known by the content, and written JSON reads back") {
  suregrasp_tests::temporary_folder const folder;
  auto const read = [&](std::string const& text) {
    write_file(folder / "p", text);
    return read_predictions(folder / "p");
  };
  CHECK(read("  {\"id\": \"a\", \"grasps\": []}")[0].id == "a");
  CHECK(read("id,x,y,theta,opening,jaw\nb,1,2,3,4,5\n")[0].id == "b");
  CHECK(read("c\n1;2;3;4;5\n")[0].id == "c");
  CHECK(error_of([&] { (void)read(" \n"); }).id == "data.predictions.empty");
  CHECK(error_of([&] { (void)read_predictions(folder / "none"); }).id == "io.missing");
  auto const set = read("[{\"id\": \"a\", \"grasps\": [" + row + "]}, {\"id\": \"b\", \"grasps\": []}]");
  auto const again = read(to_json(set).dump());
  REQUIRE(again.size() == 2);
  CHECK(again[0].grasps[0].grasp == set[0].grasps[0].grasp);
  CHECK(again[0].grasps[0].score == 0.9);
  CHECK(again[0].grasps[0].uncertainty == 0.1);
}

TEST_CASE("prediction files: every form as Windows programs and spreadsheets write it") {
  suregrasp_tests::temporary_folder const folder;
  auto const read = [&](std::string const& text) {
    write_file(folder / "p", text);
    return read_predictions(folder / "p");
  };
  for (auto const* text : {"\xEF\xBB\xBFid,x,y,theta,opening,jaw\r\nb,1,2,3,4,5\r\n",
                           "id;x;y;theta;opening;jaw\nb;+1;2;3;4;5\n", "sep=,\nid,x,y,theta,opening,jaw\nb,1,2,3,4,5\n",
                           "\"id\",\"x\",\"y\",\"theta\",\"opening\",\"jaw\"\n\"b\",1,2,3,4,5\n",
                           "\xEF\xBB\xBF"
                           "b\r\n1;2;3;4;5\r\n",
                           "b\r1;2;3;4;5\r",
                           "\xEF\xBB\xBF[{\"id\": \"b\", \"grasps\": [{\"x\": 1, \"y\": 2, \"theta\": 3, \"opening\": "
                           "4, \"jaw\": 5}]}]"}) {
    INFO(text);
    auto const set = read(text);
    REQUIRE(set.size() == 1);
    CHECK(set[0].id == "b");
    CHECK(set[0].grasps.at(0).grasp.x == 1);
  }
  auto const wide = error_of([&] { (void)read(std::string("\xFF\xFEi\0d\0", 6)); });
  CHECK(wide.id == "data.text.encoding");
  CHECK_THAT(wide.message, Catch::StartsWith((folder / "p").string() + ":1: "));
}

TEST_CASE("prediction files: names that differ in the folder stay apart, and are written back") {
  std::string const text = "image,x,y,theta,opening,jaw\nmugs/0001.png,1,2,3,4,5\npens/0001.png,1,2,3,4,5\n";
  auto const set = parse_csv_predictions(text, "p.csv");
  REQUIRE(set.size() == 2);
  CHECK(set[1].name == "pens/0001.png");
  auto const again = parse_json_predictions(to_json(set).dump(), "p.json");
  REQUIRE(again.size() == 2);
  CHECK(again[1].name == "pens/0001.png");
}
