#include <suregrasp/data/jacquard/jacquard.hpp>
#include <suregrasp/metrics/predictions/prediction_tables.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

constexpr char const* golden = "583.90408;479.20119;-66.2885;135.0;26.1855\r\n";

void put(std::filesystem::path const& folder, std::string const& id, bool labelled = true) {
  std::filesystem::create_directories(folder);
  write_rgb(folder / (id + "_RGB.png"), cv::Mat(64, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  write_depth(folder / (id + "_stereo_depth.tiff"), cv::Mat(64, 64, CV_32FC1, 1.5F));
  write_depth(folder / (id + "_perfect_depth.tiff"), cv::Mat(64, 64, CV_32FC1, 1.25F));
  if (labelled) write_file(folder / (id + "_grasps.txt"), golden);
}

}  // namespace

TEST_CASE("the golden row has its corners") {
  auto const file = parse_jacquard_grasps(golden, "g.txt");
  REQUIRE(file.grasps.size() == 1);
  CHECK(degrees(file.grasps[0].theta) == Approx(66.2885));
  std::vector<point<double>> const expected{
      {544.773, 535.738}, {599.060, 412.134}, {623.035, 422.664}, {568.748, 546.268}};
  for (auto const& p : corners(file.grasps[0]))
    CHECK(std::ranges::any_of(expected, [&](auto const& q) { return std::hypot(p.x - q.x, p.y - q.y) < 1e-3; }));
}

TEST_CASE("one position with several jaws is several grasps, each with its line") {
  auto const file = parse_jacquard_grasps("5;6;10;20;8\r\n5;6;10;20;4\r\n\r\n5;6;10;20;16\r\n", "g.txt");
  REQUIRE(file.grasps.size() == 3);
  CHECK(file.grasps[0].jaw == 8);
  CHECK(file.grasps[2].jaw == 16);
  CHECK(file.sources[2].text() == "g.txt:4");
  for (auto const* bad : {"1;2;3;4", "1;2;3;4;5;6", "1;2;3;4;x", "1;2;3;-4;5", "nan;2;3;4;5", "1e9;2;3;4;5"})
    CHECK(error_of([&] { (void)parse_jacquard_grasps(bad, "g.txt"); }).id == "data.jacquard.row");
}

TEST_CASE("a folder is listed by id, a photograph's object is its hash of 32 or 31 digits") {
  temporary_folder const folder;
  std::string const hash(32, 'a'), shorter(31, 'b');
  put(folder / hash, "1_" + hash);
  put(folder / hash, "0_" + hash);
  put(folder / shorter, "0_" + shorter);
  auto const set = scan_jacquard(folder.path());
  REQUIRE(set.entries.size() == 3);
  CHECK(set.entries[0].object == hash);
  CHECK(set.entries[1].object == shorter);
  auto const read = set.entries[2].read();
  CHECK(read.data.id == "1_" + hash);
  CHECK(read.data.depth.at<float>(0, 0) == 1.5F);
  CHECK(read.data.grasps.size() == 1);
  auto const perfect = scan_jacquard(folder.path(), {.depth = jacquard_depth::perfect}).entries[0].read();
  CHECK(perfect.data.depth.at<float>(0, 0) == 1.25F);
}

TEST_CASE("photographs without grasps are refused, reported or allowed") {
  temporary_folder const folder;
  put(folder.path(), "0_abc", false);
  CHECK(error_of([&] { (void)scan_jacquard(folder.path()); }).id == "data.jacquard.unlabelled");
  CHECK(scan_jacquard(folder.path(), {.report_faults = true}).diagnostics.size() == 1);
  CHECK(scan_jacquard(folder.path(), {.allow_unlabelled = true}).diagnostics.empty());
}

TEST_CASE("a submission reads back as the predictions it was made of") {
  std::vector<grasp<double>> const grasps{{583.90408, 479.20119, radians(66.2885), 135, 26.1855}, {5, 6, 0, 20, 8}};
  auto const back = parse_jacquard_predictions(format_jacquard_submission("0_abc", grasps), "s.txt");
  REQUIRE(back.size() == 1);
  CHECK(back[0].id == "0_abc");
  REQUIRE(back[0].grasps.size() == 2);
  CHECK(back[0].grasps[0].grasp.x == Approx(583.9041));
  CHECK(back[0].grasps[0].grasp.theta == Approx(grasps[0].theta).margin(1e-5));
  CHECK(back[0].grasps[1].grasp.jaw == 8);
}
