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
