#include <cmath>
#include <limits>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/images/images.hpp>

#include "catch2.hpp"
#include "image_files.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// A table at `far` with a box on it that is a tenth nearer.
cv::Mat table(int type, double far) {
  cv::Mat image(24, 32, type, cv::Scalar(far));
  image(cv::Rect(4, 4, 8, 8)) = cv::Scalar(far * 0.9);
  return image;
}

struct unit_case {
  char const* extension;
  int type;
  double far;
  std::optional<double> unit;
  double metres;  ///< 0: refused
};

}  // namespace

TEST_CASE("depth of every usual type and unit comes out in metres, and a wrong unit is noticed") {
  std::vector<unit_case> const cases{{".png", CV_16UC1, 700, {}, 0.7},       {".tiff", CV_16UC1, 700, {}, 0.7},
                                     {".png", CV_16UC1, 2800, 0.00025, 0.7}, {".tiff", CV_32FC1, 0.7, {}, 0.7},
                                     {".tiff", CV_32FC1, 700, 0.001, 0.7},   {".tiff", CV_64FC1, 0.7, {}, 0.7},
                                     {".tiff", CV_32FC1, 700, {}, 0},        {".tiff", CV_32FC1, 0.0007, {}, 0},
                                     {".tiff", CV_32FC1, 0.7, 0.001, 0},     {".png", CV_16UC1, 700, 1.0, 0},
                                     {".png", CV_16UC1, 7, {}, 0},           {".png", CV_16UC1, 60000, {}, 0},
                                     {".tiff", CV_16UC1, 60000, 1e-5, 0.6}};
  for (auto const& c : cases) {
    INFO(c.extension << " type " << c.type << " at " << c.far << " unit " << c.unit.value_or(0));
    auto const bytes = file_of(table(c.type, c.far), c.extension);
    cv::Mat depth;
    auto const failed = error_of([&] { depth = decode_depth(bytes, "d" + std::string(c.extension), c.unit); });
    CHECK(failed.id == (c.metres > 0 ? "" : "data.depth.unit"));
    if (c.metres > 0) {
      REQUIRE(depth.type() == CV_32FC1);
      CHECK(depth.at<float>(20, 30) == Approx(c.metres));
      CHECK(depth.at<float>(6, 6) == Approx(0.9 * c.metres));
    } else {
      CHECK_THAT(failed.message, Catch::StartsWith("d.") && Catch::Contains("--depth-unit") &&
                                     Catch::Contains("depth_scale") && Catch::Contains("median"));
    }
  }
}

TEST_CASE("what is no measurement is none, however it is written") {
  auto depth = table(CV_32FC1, 0.7);
  float const nan = std::nanf(""), infinite = std::numeric_limits<float>::infinity();
  std::vector<float> const none{0, nan, infinite, -infinite, -1, 1e30F, 1e-42F, 5e-4F, 2000};
  for (std::size_t i = 0; i < none.size(); ++i) depth.at<float>(0, static_cast<int>(i)) = none[i];
  auto const read = decode_depth(file_of(depth, ".tiff"), "d.tiff");
  for (std::size_t i = 0; i < none.size(); ++i) {
    INFO(none[i]);
    CHECK(is_depth_hole(read.at<float>(0, static_cast<int>(i))));
  }
  CHECK(read.at<float>(0, 9) == 0.7F);
  auto whole = table(CV_16UC1, 700);
  whole.at<std::uint16_t>(0, 0) = 0;
  CHECK(is_depth_hole(decode_depth(file_of(whole, ".png"), "d.png").at<float>(0, 0)));
}

TEST_CASE("a far background and an image without a measurement say nothing of the unit") {
  auto simulated = table(CV_32FC1, 0.7);
  simulated.rowRange(8, 24) = cv::Scalar(100);
  CHECK(decode_depth(file_of(simulated, ".tiff"), "d.tiff").at<float>(23, 0) == 100);
  for (double const value : {0.0, 1e30, 1e-42, -1.0}) {
    auto const read = decode_depth(file_of(cv::Mat(24, 32, CV_32FC1, cv::Scalar(value)), ".tiff"), "d.tiff");
    CHECK(is_depth_hole(read.at<float>(5, 5)));
  }
}

TEST_CASE("units are words or the metres of one unit") {
  CHECK(metres_per_unit_of("auto") == std::nullopt);
  CHECK(metres_per_unit_of("metres") == 1.0);
  CHECK(metres_per_unit_of("millimetres") == 0.001);
  CHECK(metres_per_unit_of("0.00025") == 0.00025);
  for (auto const* text : {"", "mm", "0", "-1", "nan", "inf", "1 m", "0.001x"}) {
    auto const failed = error_of([&] { (void)metres_per_unit_of(text); });
    CHECK(failed.id == "option.depth_unit");
    CHECK_THAT(failed.message, Catch::Contains("`" + std::string(text) + "`") && Catch::Contains("millimetres"));
  }
}
