#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/data/open_data_set.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

/// The first example of a language in the documentation of the formats.
std::string documented(std::string const& language) {
  auto const page = read_file("docs/data_formats.md");
  auto const begin = page.find("\n```" + language + "\n") + language.size() + 5;
  return page.substr(begin, page.find("\n```\n", begin) + 1 - begin);
}

std::string json_id(std::string const& photograph) {
  auto const text = R"({"format": "suregrasp 1", "photographs": [)" + photograph + "]}";
  return error_of([&] { (void)parse_native_json(text, "d.json"); }).id;
}

std::string csv_id(std::string const& text) {
  return error_of([&] { (void)parse_native_csv(text, "d.csv"); }).id;
}

void check_cups(std::vector<native_photograph> const& photographs) {
  REQUIRE(photographs.size() == 2);
  CHECK(photographs[0].id == "cup-01");
  CHECK(photographs[0].object == "cup");
  REQUIRE(photographs[0].grasps.size() == 2);
  CHECK(photographs[0].grasps[0].x == 280);
  CHECK(photographs[0].grasps[0].theta == Approx(-0.08).margin(0.001));
  CHECK(photographs[0].grasps[1].theta == Approx(-radians(90.0)));
  CHECK(photographs[0].grasps[1].jaw == 37);
  CHECK(photographs[1].id == "pen-01");
  CHECK(photographs[1].grasps.empty());
}

}  // namespace

TEST_CASE("the documented JSON and CSV say the same") {
  auto const json = parse_native_json(documented("json"), "d.json");
  check_cups(json);
  CHECK(json[0].negatives.size() == 1);
  CHECK(json[0].depth_scale == 0.001);
  CHECK(json[0].sources[1].text() == "d.json: photographs[0].grasps[1]");
  auto const csv = parse_native_csv(documented("csv"), "d.csv");
  check_cups(csv);
  CHECK(csv[0].sources[1].text() == "d.csv:3");
}

TEST_CASE("a described data set is opened by its file or its folder") {
  temporary_folder const folder;
  write_rgb(folder / "cup-01.png", cv::Mat(480, 640, CV_8UC3, cv::Scalar(1, 2, 3)));
  write_rgb(folder / "pen-01.png", cv::Mat(480, 640, CV_8UC3, cv::Scalar(1, 2, 3)));
  write_file(folder / "cup-01-depth.png",
             std::span<std::uint8_t const>(detail::encode_image(".png", cv::Mat(480, 640, CV_16UC1, cv::Scalar(700)))));
  write_file(folder / "dataset.json", documented("json"));
  write_file(folder / "cups.csv", documented("csv"));
  for (auto const& path : {folder.path(), folder / "dataset.json", folder / "cups.csv"}) {
    auto const set = open_data_set(path);
    CHECK(set.format == "suregrasp");
    REQUIRE(set.entries.size() == 2);
    auto const read = set.entries[0].read();
    CHECK(read.data.grasps.size() == 2);
    CHECK(read.data.object == "cup");
    CHECK(read.data.depth.empty() == (path.extension() == ".csv"));
    if (!read.data.depth.empty()) CHECK(read.data.depth.at<float>(9, 9) == Approx(0.7));
  }
}

TEST_CASE("depth without a scale is in the unit that cameras write, or in the one that the caller says") {
  temporary_folder const folder;
  write_rgb(folder / "a.png", cv::Mat(48, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  auto const write_whole = [&](double value) {
    write_file(folder / "d.png", std::span<std::uint8_t const>(
                                     detail::encode_image(".png", cv::Mat(48, 64, CV_16UC1, cv::Scalar(value)))));
  };
  auto const describe = [&](std::string const& scale) {
    write_file(folder / "dataset.json",
               R"({"format": "suregrasp 1", "photographs": [{"image": "a.png", "depth": "d.png")" + scale + "}]}");
  };
  auto const metres = [&](open_options const& options = {}) {
    return open_data_set(folder.path(), options).entries[0].read().data.depth.at<float>(9, 9);
  };
  write_whole(700);
  describe("");
  CHECK(metres() == Approx(0.7));
  CHECK(metres({.metres_per_unit = 0.002}) == Approx(1.4));
  describe(R"(, "depth_scale": 0.004)");
  CHECK(metres({.metres_per_unit = 0.002}) == Approx(2.8));
  describe(R"(, "depth_scale": 1)");
  auto const failed = error_of([&] { (void)metres(); });
  CHECK(failed.id == "data.depth.unit");
  CHECK_THAT(failed.message, Catch::Contains("d.png") && Catch::Contains("as stated"));
}

TEST_CASE("a grasp point outside of its photograph is refused by file and entry") {
  temporary_folder const folder;
  write_rgb(folder / "a.png", cv::Mat(48, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  auto const refused = [&](std::string const& last) {
    write_file(folder / "dataset.json", R"({"format": "suregrasp 1", "photographs": [{"image": "a.png", "grasp_points":
        [{"x": -0.5, "y": 47.5}, )" + last + "]}]}");
    return error_of([&] { (void)open_data_set(folder.path()).entries[0].read(); });
  };
  CHECK(refused(R"({"x": 63.5, "y": -0.5})").id.empty());
  for (auto const* point :
       {R"({"x": 63.6, "y": 3})", R"({"x": -0.6, "y": 3})", R"({"x": 3, "y": 47.6})", R"({"x": 3, "y": -1})"})
    CHECK(refused(point).id == "data.grasp_point.outside");
  CHECK(refused(R"({"x": 70, "y": 3})").message ==
        (folder / "dataset.json").string() +
            ": photographs[0].grasp_points[1]: expected a point in a.png of 64x48 pixels, got 70.0, 3.0");
}

TEST_CASE("what JSON has to say is asked for by name and entry") {
  CHECK(json_id(R"({"image": "a.png"})").empty());
  CHECK(json_id(R"({"id": "a"})") == "data.plain.json");
  CHECK(json_id(R"(7)") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "depth_scale": 0})") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasps": 1})") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasps": [{"x": 1, "y": 2, "theta": 3, "opening": 4}]})") == "data.plain.field");
  CHECK(json_id(R"({"image": "a.png", "grasps": [{"x": 1, "y": 2, "theta": 3, "opening": -4, "jaw": 1}]})") ==
        "data.plain.value");
  CHECK(json_id(R"({"image": "a.png", "grasps": [{"x": 1e7, "y": 2, "theta": 3, "opening": 4, "jaw": 1}]})") ==
        "data.plain.value");
  CHECK(json_id(R"({"image": "a.png", "grasps": [{"x": "1", "y": 2, "theta": 3, "opening": 4, "jaw": 1}]})") ==
        "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasp_points": [{"x": 1, "y": 2}]})").empty());
  CHECK(json_id(R"({"image": "a.png", "grasp_points": {"x": 1, "y": 2}})") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasp_points": [[1, 2]]})") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasp_points": [{"x": 1, "y": null}]})") == "data.plain.json");
  CHECK(json_id(R"({"image": "a.png", "grasp_points": [{"x": 1}]})") == "data.plain.field");
  CHECK(json_id("[[[[[[[[[[[[]]]]]]]]]]]]") == "data.plain.json");
  for (auto const* text : {"", "{", "[]", "{}", R"({"photographs": []})"})
    CHECK(error_of([&] { (void)parse_native_json(text, "d.json"); }).id == "data.plain.json");
}

TEST_CASE("what CSV has to say is asked for by line") {
  CHECK(csv_id("image,x,y,theta,opening,jaw\na.png,1,2,3,4,5\n").empty());
  CHECK(csv_id("x,y,theta,opening,jaw\n1,2,3,4,5\n") == "data.plain.column");
  CHECK(csv_id("image,colour\na.png,red\n") == "data.plain.column");
  CHECK(csv_id("image,x,y,theta,opening,jaw\na.png,1,2,3,4\n") == "data.plain.cell");
  CHECK(csv_id("image,x,y,theta,opening,jaw\na.png,1,2,3,4,big\n") == "data.plain.cell");
  CHECK(csv_id("image,x,y,theta,opening\na.png,1,2,3,4\n") == "data.plain.field");
  CHECK(csv_id("image,x,y,theta,opening,jaw\na.png,1,2,3,4,-5\n") == "data.plain.value");
  CHECK(csv_id("image,x,y,theta_degrees,opening,jaw\na.png,1,2,-8.9e50,4,5\n") == "data.plain.value");
  CHECK(csv_id("image,object,x,y,theta,opening,jaw\na.png,cup,1,2,3,4,5\na.png,pen,1,2,3,4,5\n") ==
        "data.plain.conflict");
}

TEST_CASE("descriptions as spreadsheets and Windows write them") {
  std::string const rest = ",30,20,0.1,16,8\n", head = "image,x,y,theta,opening,jaw\n";
  auto const id_of_first = [](std::string const& text) { return parse_native_csv(text, "d.csv").at(0).id; };
  CHECK(id_of_first("\xEF\xBB\xBF" + head + "mug.png" + rest) == "mug");
  CHECK(id_of_first(head + "\"mug, blue.png\"" + rest) == "mug, blue");
  CHECK(id_of_first(head + "images\\mug.png" + rest) == "mug");
  CHECK(id_of_first(head + "mug.PNG" + rest) == "mug");
  CHECK(parse_native_json("\xEF\xBB\xBF"
                          R"({"format": "suregrasp 1", "photographs": [{"image": "a\\b.png"}]})",
                          "d.json")
            .at(0)
            .id == "b");
  auto const nan = error_of([] {
    (void)parse_native_json("{\"format\": \"suregrasp 1\",\n \"photographs\": [{\"image\": NaN}]}", "d.json");
  });
  CHECK(nan.id == "data.plain.json");
  CHECK_THAT(nan.message, Catch::StartsWith("d.json:2:28: ") && Catch::Contains("no NaN"));
  CHECK(json_id(R"({"image": "a.png", "image": "b.png"})") == "data.plain.json");
}

TEST_CASE("names that occur in two folders get their folders, the others keep their ids") {
  std::string const rest = ",30,20,0.1,16,8\n", head = "image,x,y,theta,opening,jaw\n";
  auto const ids = [](std::vector<native_photograph> const& photographs) {
    std::string all;
    for (auto const& each : photographs) all += each.id + " ";
    return all;
  };
  CHECK(ids(parse_native_csv(head + "mugs/0001.png" + rest + "pens\\0001.png" + rest + "mugs/0002.png" + rest,
                             "d.csv")) == "mugs/0001 pens/0001 0002 ");
  CHECK(ids(parse_native_csv(head + "0001.png" + rest + "pens/0001.png" + rest, "d.csv")) == "0001 pens/0001 ");
  CHECK(ids(parse_native_json(R"({"format": "suregrasp 1", "photographs": [{"image": "a/1.png"}, {"image": "b/1.png"},
                                  {"image": "c/1.png", "id": "mine"}]})",
                              "d.json")) == "a/1 b/1 mine ");
  auto const read = parse_native_csv(head + "mugs/0001.png" + rest + "pens/0001.png" + rest, "d.csv");
  CHECK(ids(parse_native_csv(format_native_csv(read), "d.csv")) == "mugs/0001 pens/0001 ");
}

TEST_CASE("files of a description are found behind backslashes, and a Windows drive is named") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "images");
  cv::Mat const picture(48, 64, CV_8UC3, cv::Scalar(1, 2, 3));
  write_rgb(folder / "images/mug.png", picture);
  write_rgb(folder / "a\\b.png", picture);  // a name as Linux may have it
  auto const read = [&](std::string const& image) {
    write_file(folder / "LABELS.CSV", "image,x,y,theta,opening,jaw\n" + image + ",30,20,0.1,16,8\n");
    return open_data_set(folder / "LABELS.CSV").entries.at(0).read().data.grasps.size();
  };
  CHECK(read("images\\mug.png") == 1);
  CHECK(read(".\\images\\mug.png") == 1);
  CHECK(read("a\\b.png") == 1);
  CHECK(error_of([&] { (void)read("C:/images/mug.png"); }).id == "data.plain.path");
  auto const drive = error_of([&] { (void)read("C:\\images\\mug.png"); });
  CHECK(drive.id == "data.plain.path");
  CHECK_THAT(drive.message, Catch::Contains("Windows drive"));
  CHECK(error_of([&] { (void)read("images\\cup.png"); }).id == "io.missing");
}

TEST_CASE("files of a description lie in its folder: no path leads out of it") {
  temporary_folder const folder;
  std::filesystem::create_directories(folder / "set/images");
  cv::Mat const picture(48, 64, CV_8UC3, cv::Scalar(1, 2, 3));
  for (auto const* name : {"secret.png", "set/images/mug.png"}) write_rgb(folder / name, picture);
  auto const read = [&](std::string const& image, std::string const& depth = {}) {
    write_file(folder / "set/labels.csv",
               "image,depth,x,y,theta,opening,jaw\n" + image + "," + depth + ",30,20,0.1,16,8\n");
    return error_of([&] { (void)open_data_set(folder / "set/labels.csv").entries.at(0).read(); });
  };
  CHECK(read("images/mug.png").id.empty());
  CHECK(read("images/../images/mug.png").id.empty());
  for (auto const& outside : {std::string("../secret.png"), std::string("images/../../secret.png"),
                              std::string("..\\secret.png"), (folder / "secret.png").string()}) {
    CHECK(read(outside).id == "data.plain.path");
    CHECK_THAT(read("images/mug.png", outside).message, Catch::Contains("leads out of it"));
  }
}
