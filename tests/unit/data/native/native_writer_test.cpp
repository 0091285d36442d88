#include <suregrasp/data/native/native_folder.hpp>
#include <suregrasp/data/open_data_set.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

bool same(native_photograph const& a, native_photograph const& b) {
  return a.id == b.id && a.image == b.image && a.depth == b.depth && a.object == b.object &&
         a.depth_scale == b.depth_scale && a.grasps == b.grasps && a.negatives == b.negatives &&
         a.grasp_points == b.grasp_points;
}

bool same(std::vector<native_photograph> const& a, std::vector<native_photograph> const& b) {
  return std::ranges::equal(a, b, [](auto const& x, auto const& y) { return same(x, y); });
}

std::vector<native_photograph> photographs() {
  native_photograph a{"cup-01", "cup-01.png", "cup-01d.tiff", "cup"}, b{"pen-02", "sub/pen-02.png"};
  a.grasps = {{1.0 / 3, 2e-9, -1.5707963267948966, 56.1, 26}, {284, 310, 0.1, 53, 1e6 - 0.1}};
  return {a, b};
}

std::string csv_refusal(native_photograph const& p) {
  return error_of([&] { (void)format_native_csv(std::span(&p, 1)); }).id;
}

}  // namespace

TEST_CASE("what is written is read back to the last bit, as JSON and as CSV") {
  auto all = photographs();
  CHECK(same(parse_native_csv(format_native_csv(all), "d.csv"), all));
  CHECK(same(parse_native_json(format_native_json(all), "d.json"), all));
  all[0].id = "another";
  all[0].depth_scale = 0.001;
  all[1].object = "a, \"b\"";
  all[1].negatives = {{5, 6, 0.7, 8, 9}};
  all[1].grasp_points = {{1.0 / 3, -0.5}, {2e-9, 7}};
  CHECK(same(parse_native_json(format_native_json(all), "d.json"), all));
  CHECK(parse_native_json(format_native_json({}), "d.json").empty());
}

TEST_CASE("CSV holds commas, quotes and blanks at the ends of names") {
  for (auto const* object : {"a,b", "a ", " a", "say \"cup\"", "\"", ",", "\t"}) {
    auto all = photographs();
    all[0].object = object;
    CHECK(same(parse_native_csv(format_native_csv(all), "d.csv"), all));
  }
}

TEST_CASE("CSV refuses what it cannot say") {
  auto const good = photographs()[0];
  CHECK(csv_refusal(good).empty());
  auto with = [&](auto change) {
    auto p = good;
    change(p);
    return csv_refusal(p);
  };
  CHECK(with([](auto& p) { p.id = "another"; }) == "data.plain.csv");
  CHECK(with([](auto& p) { p.depth_scale = 0.001; }) == "data.plain.csv");
  CHECK(with([](auto& p) { p.negatives = p.grasps; }) == "data.plain.csv");
  CHECK(with([](auto& p) { p.grasp_points = {{1, 2}}; }) == "data.plain.csv");
  CHECK(with([](auto& p) { p.object = "a\nb"; }) == "data.plain.csv");
  std::vector const twice{good, good};
  CHECK(error_of([&] { (void)format_native_csv(twice); }).id == "data.plain.csv");
  auto no_text = good;
  no_text.object = "\xff";
  CHECK(error_of([&] { (void)format_native_json(std::span(&no_text, 1)); }).id == "data.plain.text");
}

TEST_CASE("a written folder is opened as the same samples, subfolders and all") {
  for (auto const kind : {native_kind::json, native_kind::csv}) {
    temporary_folder const folder;
    native_folder out(folder / "out", kind);
    sample s{"a-1", cv::Mat(48, 64, CV_8UC3, cv::Scalar(1, 2, 3)), cv::Mat(48, 64, CV_32FC1, 0.7F), {}};
    s.grasps = {{20.1, 21, 0.3, 30, 12}};
    s.object = "cup";
    out.add(s);
    if (kind == native_kind::json) out.add({"scene_1/b", s.rgb, {}, {}, {{9, 9, 0, 8, 7}}, {}, {{63.5, 0}}});
    CHECK(error_of([&] { (void)open_data_set(folder / "out"); }).id != "");
    out.finish();
    auto const set = open_data_set(folder / "out");
    REQUIRE(set.entries.size() == (kind == native_kind::json ? 2U : 1U));
    auto const read = set.entries[0].read().data;
    CHECK(read.grasps == s.grasps);
    CHECK(read.object == "cup");
    CHECK(cv::norm(read.depth, s.depth, cv::NORM_INF) == 0);
    if (kind == native_kind::csv) continue;
    CHECK(set.entries[1].id == "scene_1/b");
    CHECK(set.entries[1].read().data.negatives.size() == 1);
    CHECK(set.entries[1].read().data.grasp_points == std::vector{point<double>{63.5, 0}});
  }
}

TEST_CASE("no id leads out of the folder, and a folder with something in it is left alone") {
  temporary_folder const folder;
  native_folder out(folder / "out");
  for (auto const* id : {"", "../up", "a/../../up", "/abs", "a/", "./a"})
    CHECK(error_of([&] { out.add({id, cv::Mat(4, 4, CV_8UC3), {}, {}}); }).id == "data.plain_folder.id");
  CHECK(error_of([&] { native_folder again(folder.path()); }).id == "data.plain_folder.not_empty");
}
