#include <catch2/catch.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>

#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

TEST_CASE("label_files: Cornell's and Jacquard's files, in subfolders, without photographs") {
  suregrasp_tests::temporary_folder const folder;
  std::filesystem::create_directories(folder / "01");
  write_file(folder / "01/pcd0101cpos.txt", "NaN NaN\n1 1\n1 1\n1 1\n253 319.7\n309 324\n307 350\n251 345.7\n");
  write_file(folder / "0_abc_grasps.txt", "583.90408;479.20119;-66.2885;135.0;26.1855\r\n1;2;3;4;5\r\n");
  auto const labels = read_grasp_labels(folder.path());
  REQUIRE(labels.photographs.size() == 2);
  CHECK(labels.photographs[0].id == "0_abc");
  REQUIRE(labels.photographs[0].grasps.size() == 2);
  CHECK(labels.photographs[0].grasps[0].theta == Approx(radians(66.2885)));
  CHECK(labels.photographs[1].id == "pcd0101");
  REQUIRE(labels.photographs[1].grasps.size() == 1);
  CHECK(labels.photographs[1].grasps[0].x == Approx(280));
  REQUIRE(labels.dropped.size() == 1);
  CHECK(labels.dropped[0].where.line == 1);
}

TEST_CASE("label_files: a file of our own, JSON or CSV") {
  suregrasp_tests::temporary_folder const folder;
  write_file(folder / "d.csv", "image,x,y,theta,opening,jaw\nb.png,1,2,0.5,4,5\na.png,1,2,3,4,5\na.png,1,2,3,4,6\n");
  auto const labels = read_grasp_labels(folder / "d.csv");
  REQUIRE(labels.photographs.size() == 2);
  CHECK(labels.photographs[0].id == "a");
  CHECK(labels.photographs[0].grasps.size() == 2);
  CHECK(labels.photographs[1].grasps[0].theta == 0.5);
  write_file(folder / "d.json", R"({"format": "suregrasp 1", "photographs": [{"image": "a.png", "grasps": []}]})");
  CHECK(read_grasp_labels(folder / "d.json").photographs.size() == 1);
  write_file(folder / "dataset.csv", "image,x,y,theta,opening,jaw\nb.png,1,2,0.5,4,5\n");
  CHECK(read_grasp_labels(folder.path()).photographs.size() == 1);  // as every other reader takes the folder
}

TEST_CASE("label_files: what cannot be read is named") {
  suregrasp_tests::temporary_folder const folder;
  auto const read = [&] { (void)read_grasp_labels(folder.path()); };
  CHECK(error_of(read).id == "data.labels.empty");
  CHECK(error_of([&] { (void)read_grasp_labels(folder / "none"); }).id == "data.labels.missing");
  write_file(folder / "0_abc_grasps.txt", "1;2;3;4;5\n1;2;3;4\n");
  auto const row = error_of(read);
  CHECK(row.id == "data.jacquard.row");
  CHECK_THAT(row.message, Catch::StartsWith((folder / "0_abc_grasps.txt").string() + ":2: expected"));
  write_file(folder / "0_abc_grasps.txt", "1;2;3;4;5\n");
  std::filesystem::create_directories(folder / "02");
  write_file(folder / "02/0_abc_grasps.txt", "1;2;3;4;5\n");
  CHECK(error_of(read).id.empty());
  write_file(folder / "0_abc_GRASPS.TXT", "1;2;3;4;5\n");
  CHECK(error_of(read).id == "data.labels.duplicate");
}

TEST_CASE("label_files: names unique only with their folder, in capitals, behind links; hidden files are none") {
  suregrasp_tests::temporary_folder const folder;
  std::string const rectangle = "1 2\n5 2\n5 4\n1 4\n";
  auto const set = folder / "set";
  for (auto const* name : {"mugs", "pens/new"}) std::filesystem::create_directories(set / name);
  std::filesystem::create_directories(folder / "elsewhere");
  write_file(set / "mugs/0001cpos.txt", rectangle);
  write_file(set / "pens/new/0001cpos.txt", rectangle);
  write_file(set / "0002CPOS.TXT", rectangle);
  write_file(set / "._0002cpos.txt", std::string("\0\5\x16\7", 4));
  write_file(folder / "elsewhere/0_abc_grasps.txt", "1;2;3;4;5\n");
  std::filesystem::create_directory_symlink("../elsewhere", set / "link");
  std::vector<std::string> ids;
  for (auto const& each : read_grasp_labels(set).photographs) ids.push_back(each.id);
  CHECK(ids == std::vector<std::string>{"0002", "0_abc", "mugs/0001", "pens/new/0001"});
}

TEST_CASE("label_files: Jacquard's rows with marks, pluses and commas") {
  CHECK(parse_jacquard_grasps("\xEF\xBB\xBF+1;2;+3;4;5\r\n", "g.txt").grasps.size() == 1);
  CHECK(parse_jacquard_grasps("1;2;3;4;5\r1;2;3;4;6\r", "g.txt").grasps.size() == 2);
  auto const comma = error_of([] { (void)parse_jacquard_grasps("1;2;3;4;5\n1,5;2;3;4;5\n", "g.txt"); });
  CHECK_THAT(comma.message, Catch::StartsWith("g.txt:2: ") && Catch::Contains("decimal comma: write 1.5"));
}
