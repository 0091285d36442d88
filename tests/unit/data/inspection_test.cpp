#include <suregrasp/data/inspection.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <vector>

#include "catch2.hpp"
#include "faulty_folder.hpp"
#include "real_files.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"
#include "unit/images/image_files.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::faulty_folder;
using suregrasp_tests::temporary_folder;

namespace {

std::string all(std::vector<diagnostic> const& diagnostics) {
  std::string text;
  for (auto const& f : diagnostics) text += f.id + " " + f.where.text() + ": " + f.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("a good folder has no diagnostics") {
  temporary_folder const folder;
  faulty_folder(folder.path()).put("pcd0100");
  auto const report = inspect_data_set(folder.path());
  INFO(all(report.diagnostics));
  CHECK(report.diagnostics.empty());
  CHECK(report.photographs == 1);
  CHECK(report.grasps == 1);
  CHECK(report.with_depth == 1);
  CHECK(report.depth.nearest == Approx(0.7));
}

TEST_CASE("each planted fault is found where it is, and the rest is used") {
  temporary_folder const folder;
  auto const planted = faulty_folder(folder.path()).with_all_faults();
  CHECK(planted.size() == 20);
  auto const report = inspect_data_set(folder.path(), 3);
  INFO(all(report.diagnostics));
  for (auto const& fault : planted) {
    INFO(fault.id << " in " << fault.source);
    CHECK(1 == std::ranges::count_if(report.diagnostics, [&](diagnostic const& f) {
            return f.id == fault.id && f.where.text().ends_with(fault.source);
          }));
  }
  CHECK(report.diagnostics.size() == planted.size());
  CHECK(report.photographs == 14);
  CHECK(report.left_out == 8);
  CHECK(report.grasps == 14);
  CHECK(report.dropped == 3);
}

TEST_CASE("an inspection does not depend on the number of threads") {
  temporary_folder const folder;
  (void)faulty_folder(folder.path()).with_all_faults();
  auto const alone = inspect_data_set(folder.path(), 1), together = inspect_data_set(folder.path(), 4);
  CHECK(alone.diagnostics == together.diagnostics);
  CHECK(alone.notes == together.notes);
  CHECK(alone.depth.measured == together.depth.measured);
}

TEST_CASE("faults that take nothing from the pixels are found, and the photographs are used") {
  temporary_folder const folder;
  for (auto const* id : {"pcd0100", "pcd0101", "pcd0102"}) faulty_folder(folder.path()).put(id);
  cv::Mat const grey(48, 64, CV_8UC3, cv::Scalar::all(90));
  auto const jpeg = suregrasp_tests::file_of(grey, ".jpg"), png = suregrasp_tests::file_of(grey, ".png");
  write_file(folder / "pcd0100r.png", std::string_view(jpeg).substr(0, jpeg.size() - 2));
  write_file(folder / "pcd0101r.png", suregrasp_tests::png_with_chunk(png, "tEXt", "Author", 1));
  std::filesystem::remove(folder / "pcd0102d.tiff");
  write_file(folder / "pcd0102r.png", suregrasp_tests::jpeg_with_exif(jpeg, suregrasp_tests::exif(3)));
  auto const report = inspect_data_set(folder.path());
  INFO(all(report.diagnostics));
  CHECK(report.photographs == 3);
  REQUIRE(report.diagnostics.size() == 4);
  CHECK(report.diagnostics[0].id == "data.jpeg.no_end");
  CHECK(report.diagnostics[1].id == "data.png.checksum");
  CHECK_THAT(report.diagnostics[1].text, Catch::Contains("tEXt at byte 33"));
  CHECK(report.diagnostics[2].id + report.diagnostics[3].id == "data.image.turneddata.depth.missing");
  CHECK(read_samples(folder.path()).remarks.size() == 3);
}

TEST_CASE("grasp points count as labels, and photographs with one outside are left out") {
  temporary_folder const folder;
  for (auto const* name : {"a.png", "b.png", "c.png"})
    write_rgb(folder / name, cv::Mat(48, 64, CV_8UC3, cv::Scalar(1, 2, 3)));
  auto const inspected = [&](std::string const& c) {
    write_file(folder / "dataset.json", R"({"format": "suregrasp 1", "photographs": [
        {"image": "a.png", "grasps": [{"x": 30, "y": 20, "theta": 0, "opening": 20, "jaw": 9}]},
        {"image": "b.png", "grasp_points": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]}, {"image": "c.png")" +
                                            c + "}]}");
    return inspect_data_set(folder.path());
  };
  auto const good = inspected(R"(, "grasp_points": [{"x": 1, "y": 2}])");
  CHECK(all(good.diagnostics).empty());
  CHECK(good.grasp_points == 3);
  CHECK(good.with_grasp_points == 2);
  CHECK(good.labelled == 1);
  auto const unlabelled = inspected("").diagnostics;
  REQUIRE(unlabelled.size() == 1);
  CHECK(unlabelled[0].id == "data.unlabelled");
  CHECK_THAT(unlabelled[0].where.text(), Catch::EndsWith("c.png"));
  auto const outside = inspected(R"(, "grasp_points": [{"x": 1, "y": 48}])");
  CHECK(outside.left_out == 1);
  REQUIRE(outside.diagnostics.size() == 1);
  CHECK(outside.diagnostics[0].id == "data.grasp_point.outside");
  CHECK(outside.diagnostics[0].where.text() == (folder / "dataset.json").string());
}

TEST_CASE("what cannot be read at all is refused") {
  temporary_folder const folder;
  CHECK(error_of([&] { (void)inspect_data_set(folder / "none"); }).id == "data.missing");
  CHECK(error_of([&] { (void)inspect_data_set(folder.path()); }).id == "data.cornell.empty");
}

TEST_CASE("all real data reads without a diagnostic") {
  struct known {
    char const* name;
    char const* format;
    std::size_t photographs, grasps, with_depth, objects;
  };
  for (auto const& [name, format, photographs, grasps, with_depth, objects] :
       {known{"cornell-rgb", "cornell", 707, 4066, 0, 0}, known{"cornell-raw", "cornell", 23, 0, 0, 0},
        known{"cornell-rgbd-pair", "cornell", 2, 8, 2, 0}, known{"jacquard-sample", "jacquard", 10, 1187, 10, 2}}) {
    auto const folder = suregrasp_tests::real_data(name);
    if (folder.empty()) continue;
    auto const report = inspect_data_set(folder);
    INFO(name << "\n" << all(report.diagnostics));
    CHECK(report.diagnostics.empty());
    CHECK(report.format == format);
    CHECK(report.photographs == photographs);
    CHECK(report.grasps == grasps);
    CHECK(report.with_depth == with_depth);
    CHECK(report.objects == objects);
    CHECK(report.notes.empty() == (report.format == "jacquard"));  // of Cornell only parts are there, which is said
  }
}

TEST_CASE("an inspection sees sizes that differ and what lies beside a data set") {
  temporary_folder const folder;
  faulty_folder const set(folder.path());
  for (auto const* id : {"pcd0100", "pcd0101", "pcd0102"}) set.put(id);
  auto const noted = [&](std::string const& part) {
    auto const notes = inspect_data_set(folder.path()).notes;
    return std::ranges::count_if(notes, [&](auto const& note) { return note.find(part) != std::string::npos; });
  };
  CHECK(noted("sizes") == 0);
  CHECK(noted("passed over") == 0);
  write_rgb(folder / "pcd0101r.png", cv::Mat(64, 48, CV_8UC3, cv::Scalar(1, 2, 3)));
  std::filesystem::remove(folder / "pcd0101d.tiff");
  CHECK(noted("photographs of 2 sizes: 64x48 (2), 48x64 (1, such as " + (folder / "pcd0101r.png").string() + ")") == 1);
  write_file(folder / "pcd0103r.jpg", "x");
  write_file(folder / ".pcd0104r.png", "x");
  CHECK(noted("passed over: 1 files of other kinds, such as " + (folder / "pcd0103r.jpg").string() + " (1 .jpg)") == 1);
  CHECK(noted("passed over: 1 hidden files and folders") == 1);
  std::filesystem::create_symlink("nowhere", folder / "pcd0105r.png");
  auto const report = inspect_data_set(folder.path());
  CHECK(1 == std::ranges::count(report.diagnostics, "data.link.broken", &diagnostic::id));
}
