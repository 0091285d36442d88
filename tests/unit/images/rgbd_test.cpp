#include <opencv2/imgproc.hpp>
#include <suregrasp/images/rgbd.hpp>

#include "catch2.hpp"
#include "image_files.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// A red part at the left, 0.5 m away, and a green one at the right, 0.9 m away.
struct two_parts {
  cv::Mat rgb{48, 64, CV_8UC3, cv::Scalar(20, 200, 20)};
  cv::Mat depth{48, 64, CV_16UC1, cv::Scalar(900)};

  explicit two_parts(cv::Size size = {64, 48}) {
    cv::resize(rgb, rgb, size);
    cv::resize(depth, depth, size);
    cv::Rect const left(0, 0, size.width / 2, size.height);
    rgb(left) = cv::Scalar(20, 20, 220);  // OpenCV encodes blue first
    depth(left) = cv::Scalar(500);
  }

  [[nodiscard]] std::string jpeg(int orientation) const {
    return jpeg_with_exif(file_of(rgb, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100}), exif(orientation));
  }
};

bool red(cv::Vec3b const& colour) { return colour[0] > 150 && colour[1] < 90; }

/// Whether every pixel, those beside the parts' edge aside, is red at 0.5 m or green at 0.9 m.
bool agree(rgbd_image const& image) {
  cv::Mat near = image.depth < 0.7F, edge;
  cv::morphologyEx(near, edge, cv::MORPH_GRADIENT, cv::Mat::ones(19, 19, CV_8U));
  for (int y = 0; y < near.rows; ++y)
    for (int x = 0; x < near.cols; ++x)
      if (!edge.at<unsigned char>(y, x) && (near.at<unsigned char>(y, x) > 0) != red(image.rgb.at<cv::Vec3b>(y, x)))
        return false;
  return true;
}

struct files {
  temporary_folder folder;

  [[nodiscard]] rgbd_image read(std::string const& photograph, std::string const& depth,
                                std::string const& name = "d.png") const {
    write_file(folder / "a.jpg", std::string_view(photograph));
    write_file(folder / name, std::string_view(depth));
    return read_rgbd(folder / "a.jpg", folder / name);
  }
};

}  // namespace

TEST_CASE("depth lies on its photograph, pixel on pixel") {
  files const f;
  two_parts const scene;
  auto const image = f.read(scene.jpeg(1), file_of(scene.depth, ".png"));
  CHECK(image.remarks.empty());
  CHECK(image.depth.at<float>(24, 16) == 0.5F);
  CHECK(red(image.rgb.at<cv::Vec3b>(24, 16)));
  CHECK(agree(image));
  CHECK(read_rgbd(f.folder / "a.jpg").depth.empty());
}

TEST_CASE("depth of the sensor turns with a photograph that is shown turned by 90 or 270 degrees") {
  files const f;
  two_parts const scene;
  for (int const way : {5, 6, 7, 8}) {
    INFO("orientation " << way);
    auto const shown = static_cast<image_orientation>(way);
    for (auto const& depth : {scene.depth, as_seen(scene.depth, shown)}) {
      auto const image = f.read(scene.jpeg(way), file_of(depth, ".png"));
      CHECK(image.rgb.size() == cv::Size(48, 64));
      CHECK(image.depth.size() == cv::Size(48, 64));
      CHECK(agree(image));
      CHECK(image.remarks.size() == (depth.size() == scene.depth.size() ? 2U : 1U));
      CHECK(image.remarks.at(0).id == "data.image.turned");
    }
  }
}

TEST_CASE(
    "depth of the sensor turns with its photograph also where it would fit either way, unless it says so itself") {
  files const f;
  two_parts const scene, square({48, 48});
  for (auto const& [parts, way] : {std::pair{&scene, 2}, {&scene, 3}, {&scene, 4}, {&square, 6}, {&square, 8}}) {
    INFO("orientation " << way << " of " << parts->rgb.size());
    auto const image = f.read(parts->jpeg(way), file_of(parts->depth, ".png"));
    CHECK(agree(image));
    REQUIRE(image.remarks.size() == 2);
    CHECK_THAT(image.remarks[1].where.path, Catch::Contains("d.png"));
    cv::Mat metres;
    parts->depth.convertTo(metres, CV_32FC1, 0.001);
    CHECK(agree(f.read(parts->jpeg(way), float_tiff(metres, {{274, 3, static_cast<std::size_t>(way)}}), "d.tiff")));
    cv::Mat const shown = as_seen(metres, static_cast<image_orientation>(way)).clone();
    CHECK(agree(f.read(parts->jpeg(way), float_tiff(shown, {{274, 3, 1}}), "d.tiff")));
  }
}

TEST_CASE("labels turn with the depth on whose picture they lie") {
  files const f;
  two_parts const scene;
  std::vector<grasp<double>> const labels{{16, 24, 0.3, 16, 8}};  // on the red part of the stored picture
  for (int way = 1; way <= 8; ++way) {
    INFO("orientation " << way);
    auto const image = f.read(scene.jpeg(way), file_of(scene.depth, ".png"));
    auto const turned = labels_as_seen(labels, image).at(0);
    cv::Point const at(static_cast<int>(turned.x), static_cast<int>(turned.y));
    CHECK(red(image.rgb.at<cv::Vec3b>(at)));
    CHECK(image.depth.at<float>(at) == 0.5F);
    CHECK(turned.opening == Approx(16));
    cv::Mat metres;
    scene.depth.convertTo(metres, CV_32FC1, 0.001);
    cv::Mat const shown = as_seen(metres, static_cast<image_orientation>(way)).clone();
    CHECK(labels_as_seen(labels, f.read(scene.jpeg(way), float_tiff(shown, {{274, 3, 1}}), "d.tiff")) == labels);
    CHECK(labels_as_seen(labels, read_rgbd(f.folder / "a.jpg")) == labels);
  }
}

TEST_CASE("depth of another size is refused with both sizes and a way out") {
  files const f;
  two_parts const scene;
  for (cv::Size const size : {cv::Size(32, 24), cv::Size(48, 64), cv::Size(64, 47), cv::Size(128, 96)}) {
    auto const failed = error_of([&] { (void)f.read(scene.jpeg(1), file_of(two_parts(size).depth, ".png")); });
    CHECK(failed.id == "data.depth.size");
    CHECK_THAT(failed.message, Catch::Contains("d.png") && Catch::Contains("64x48") &&
                                   Catch::Contains(std::to_string(size.width) + "x" + std::to_string(size.height)) &&
                                   Catch::Contains("align"));
  }
  CHECK(error_of([&] {
          (void)f.read(scene.jpeg(6), file_of(two_parts({32, 24}).depth, ".png"));
        }).id == "data.depth.size");
}
