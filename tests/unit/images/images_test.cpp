#include <atomic>
#include <opencv2/core/utils/logger.hpp>
#include <suregrasp/images/images.hpp>
#include <thread>
#include <vector>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

bool same(cv::Mat const& a, cv::Mat const& b) {
  return a.type() == b.type() && a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

cv::Mat noise(int type, double high) {
  cv::Mat image(24, 32, type);
  cv::randu(image, 0, high);
  return image;
}

}  // namespace

TEST_CASE("a photograph survives writing and reading, red first") {
  temporary_folder const folder;
  auto image = noise(CV_8UC3, 255);
  image.at<cv::Vec3b>(0, 0) = {200, 100, 50};
  write_rgb(folder / "a.png", image);
  CHECK(same(read_rgb(folder / "a.png"), image));
  CHECK(cv::imread((folder / "a.png").string()).at<cv::Vec3b>(0, 0) == cv::Vec3b(50, 100, 200));
  CHECK(folder.count() == 1);
}

TEST_CASE("depth survives writing and reading to the last bit") {
  temporary_folder const folder;
  auto const depth = noise(CV_32FC1, 1.5);
  write_depth(folder / "d.tiff", depth);
  CHECK(same(read_depth(folder / "d.tiff"), depth));
}

TEST_CASE("reading on many threads leaves OpenCV's log level alone, at every moment") {
  namespace logging = cv::utils::logging;
  temporary_folder const folder;
  write_rgb(folder / "a.png", noise(CV_8UC3, 255));
  write_depth(folder / "d.tiff", noise(CV_32FC1, 1.5));
  auto const program = logging::getLogLevel();
  for (auto const level : {logging::LOG_LEVEL_ERROR, logging::LOG_LEVEL_WARNING, logging::LOG_LEVEL_ERROR}) {
    logging::setLogLevel(level);
    std::atomic<int> changed = 0;
    {
      std::vector<std::jthread> readers;
      for (int reader = 0; reader < 4; ++reader)
        readers.emplace_back([&] {
          for (int i = 0; i < 50; ++i) {
            (void)read_rgb(folder / "a.png");
            changed += logging::getLogLevel() != level;
            (void)read_depth(folder / "d.tiff");
            changed += logging::getLogLevel() != level;
          }
        });
      for (int i = 0; i < 200000; ++i) changed += logging::getLogLevel() != level;
    }
    CHECK(changed == 0);
    CHECK(logging::getLogLevel() == level);
  }
  logging::setLogLevel(program);
}

TEST_CASE("files that are no image give one clear error that names them") {
  temporary_folder const folder;
  auto const refused = [&](std::string_view content) {
    write_file(folder / "broken.png", content);
    auto const failed = error_of([&] { (void)read_rgb(folder / "broken.png"); });
    CHECK(failed.id == "data.image");
    CHECK_THAT(failed.message, Catch::Contains("broken.png"));
    return failed.message;
  };
  CHECK_THAT(refused(""), Catch::Contains("empty"));
  CHECK_THAT(refused("253 319.7\n309 324\n"), Catch::Contains("18 bytes"));
  auto const bytes = encode_png(noise(CV_8UC3, 255));
  std::string const png(bytes.begin(), bytes.end());
  CHECK_THAT(refused(png.substr(0, png.size() / 2)), Catch::Contains("IDAT"));
  CHECK_THAT(refused(png.substr(0, png.size() - 12)), Catch::Contains("IEND"));
  CHECK(error_of([&] { (void)read_rgb(folder / "absent.png"); }).id == "io.missing");
}

TEST_CASE("torn depth files and depth of another kind are refused") {
  temporary_folder const folder;
  write_depth(folder / "d.tiff", noise(CV_32FC1, 1.5));
  auto const whole = read_file(folder / "d.tiff");
  write_file(folder / "torn.tiff", std::string_view(whole).substr(0, whole.size() / 2));
  CHECK(error_of([&] { (void)read_depth(folder / "torn.tiff"); }).id == "data.image");
  write_rgb(folder / "colour.png", noise(CV_8UC3, 255));
  auto const failed = error_of([&] { (void)read_depth(folder / "colour.png"); });
  CHECK(failed.id == "data.depth.kind");
  CHECK_THAT(failed.message, Catch::Contains("CV_32FC1") && Catch::Contains("CV_8UC3"));
  CHECK(error_of([&] { write_depth(folder / "x.tiff", noise(CV_64FC1, 1)); }).id == "data.depth.kind");
}

TEST_CASE("what cannot be encoded is refused") {
  CHECK(error_of([] { (void)encode_png(cv::Mat()); }).id == "data.image.encode");
  CHECK(error_of([] { (void)encode_png(cv::Mat(2, 2, CV_32FC3)); }).id == "data.image.encode");
}
