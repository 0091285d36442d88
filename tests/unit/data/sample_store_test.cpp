#include <catch2/catch.hpp>
#include <filesystem>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <vector>

#include "faulty_folder.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

sample photograph(int shade, bool depth = false) {
  sample one{"p" + std::to_string(shade), cv::Mat(6, 8, CV_8UC3, cv::Scalar(shade, 0, 0)), {}, {{3, 2, 0.1, 4, 2}}};
  if (depth) one.depth = cv::Mat(6, 8, CV_32FC1, cv::Scalar(0.7));
  one.object = "cup";
  return one;
}

}  // namespace

TEST_CASE("sample_store: what stays in memory shares its pixels, what does not is read anew, and is the same") {
  auto const kept = photograph(1), other = photograph(2, true);
  int reads = 0;
  sample_store store(std::vector{kept});
  store.add(other, [&] { return ++reads, photograph(2, true); });
  REQUIRE(store.size() == 2);
  CHECK(store[0].rgb.data == kept.rgb.data);
  CHECK(store.labels(1).rgb.empty());
  CHECK(store.labels(1).depth.empty());
  CHECK(store.labels(1).id == "p2");
  CHECK(store.labels(1).object == "cup");
  CHECK(store.labels(1).grasps == other.grasps);
  CHECK(store.extent(1) == cv::Size(8, 6));
  CHECK(store.has_depth(1));
  CHECK_FALSE(store.has_depth(0));
  CHECK(store.digest(0) == digest_of(kept));
  CHECK(store.digest(1) == digest_of(other));
  CHECK(reads == 0);
  CHECK(digest_of(store[1]) == digest_of(other));
  auto const chosen = store.at({1, 0, 1});
  CHECK(reads == 3);
  CHECK(chosen[1].id == "p1");
  CHECK(store.kept_bytes() == 6 * 8 * 3);
  CHECK(store.read_again() == 1);
}

TEST_CASE("sample_store: a photograph that has changed since is told") {
  sample_store store;
  store.add(photograph(1), [] { return photograph(2); });
  auto const error = error_of([&] { (void)store[0]; });
  CHECK(error.id == "data.changed");
  CHECK_THAT(error.message, Catch::Contains("p1"));
}

TEST_CASE("read_into_store: as many photographs stay as the memory holds, and all are those of read_samples") {
  temporary_folder const folder;
  for (int i = 0; i < 4; ++i) faulty_folder(folder.path()).put("pcd010" + std::to_string(i));
  cv::Mat holed(48, 64, CV_32FC1, 0.7F);
  holed.at<float>(3, 3) = 0;
  write_depth(folder / "pcd0103d.tiff", holed);
  auto const all = read_samples(folder.path()).samples;
  auto const one = sample_store::bytes_of(all[0].rgb) + sample_store::bytes_of(all[0].depth);
  for (std::size_t const kept : {0U, 2U, 4U}) {
    auto const store = read_into_store(folder.path(), kept * one + one / 2).samples;
    REQUIRE(store.size() == 4);
    CHECK(store.read_again() == 4 - kept);
    CHECK(store.kept_bytes() == kept * one);
    for (std::size_t i = 0; i < 4; ++i) CHECK(digest_of(store[i]) == digest_of(all[i]));
  }
  auto const store = read_into_store(folder.path(), 0).samples;
  std::filesystem::remove(folder / "pcd0102r.png");
  CHECK_THAT(error_of([&] { (void)store[2]; }).message, Catch::Contains("pcd0102r.png"));
}
