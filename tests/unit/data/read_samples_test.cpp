#include <catch2/catch.hpp>
#include <string>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <vector>

#include "faulty_folder.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

std::string name_of(int i) { return "pcd010" + std::to_string(i); }

}  // namespace

TEST_CASE("read_samples: all photographs in the order of their ids, without holes in the depth") {
  temporary_folder const folder;
  for (int const i : {2, 0, 1}) faulty_folder(folder.path()).put(name_of(i));
  cv::Mat holed(48, 64, CV_32FC1, 0.7F);
  holed.at<float>(3, 3) = 0;
  write_depth(folder / (name_of(1) + "d.tiff"), holed);
  std::vector<run_progress> told;
  auto const read =
      read_samples(folder.path(), {.threads = 2}, {.progress = [&](run_progress const& at) { told.push_back(at); }});
  REQUIRE(read.samples.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(read.samples[static_cast<std::size_t>(i)].id == name_of(i));
  CHECK(read.samples[1].depth.at<float>(3, 3) == 0.7F);
  CHECK(read.left_out.empty());
  REQUIRE(told.size() == 3);
  CHECK(told[2].done == 3);
  CHECK(told[2].total == 3);
  CHECK(told[2].note == "3 grasps");
  CHECK(told[0].note.empty());
}

TEST_CASE("read_samples: the first damaged photograph throws, or is left out with all that is wrong of it") {
  temporary_folder const folder;
  for (int i = 0; i < 3; ++i) faulty_folder(folder.path()).put(name_of(i));
  write_file(folder / (name_of(0) + "r.png"), "no picture");
  write_depth(folder / (name_of(1) + "d.tiff"), cv::Mat(48, 64, CV_32FC1, 0.0F));
  auto const error = error_of([&] { (void)read_samples(folder.path()); });
  CHECK_THAT(error.message, Catch::Contains(name_of(0) + "r.png"));
  auto const read = read_samples(folder.path(), {.skip_faulty = true});
  REQUIRE(read.samples.size() == 1);
  CHECK(read.samples[0].id == name_of(2));
  REQUIRE(read.left_out.size() == 2);
  CHECK(read.left_out[1].id == "data.depth.empty");
  CHECK(read.left_out[1].where.path == name_of(1));
}

TEST_CASE("read_samples: stops where it is asked to") {
  temporary_folder const folder;
  for (int i = 0; i < 3; ++i) faulty_folder(folder.path()).put(name_of(i));
  CHECK(error_of([&] { (void)read_samples(folder.path(), {}, {.stop = [] { return true; }}); }).id == "run.stopped");
}
