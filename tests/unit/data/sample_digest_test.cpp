#include <catch2/catch.hpp>
#include <opencv2/core.hpp>
#include <suregrasp/data/sample_digest.hpp>

using namespace suregrasp;

TEST_CASE("sample_digest: an image goes by its pixels, not by where they lie") {
  cv::Mat image(6, 8, CV_8UC3, cv::Scalar(1, 2, 3));
  cv::Mat large(12, 16, CV_8UC3, cv::Scalar(9, 9, 9));
  cv::Mat part = large(cv::Rect(3, 2, 8, 6));
  image.copyTo(part);
  CHECK(digest_of(part) == digest_of(image));
  part.at<cv::Vec3b>(5, 7)[2] = 4;
  CHECK(digest_of(part) != digest_of(image));
  CHECK(digest_of(image.reshape(3, 8)) != digest_of(image));
  CHECK(digest_of(cv::Mat()) != digest_of(image));
}

TEST_CASE("sample_digest: of a sample the id, both images and the labels count") {
  sample const one{"a", cv::Mat(4, 4, CV_8UC3, cv::Scalar()), {}, {{1, 2, 0.5, 3, 4}}};
  auto other = one;
  CHECK(digest_of(other) == digest_of(one));
  other.id = "b";
  CHECK(digest_of(other) != digest_of(one));
  other = one;
  other.grasps[0].jaw = 5;
  CHECK(digest_of(other) != digest_of(one));
  other = one;
  other.depth = cv::Mat(4, 4, CV_32FC1, cv::Scalar(1));
  CHECK(digest_of(other) != digest_of(one));
  other = one;
  other.grasp_points = {{1, 2}};
  auto const of_one_point = digest_of(other);
  CHECK(of_one_point != digest_of(one));
  other.grasp_points[0].y = 3;
  CHECK(digest_of(other) != of_one_point);
}
