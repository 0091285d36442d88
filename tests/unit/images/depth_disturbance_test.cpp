#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/depth_disturbance.hpp>

#include "catch2.hpp"

using namespace suregrasp;

TEST_CASE("the plain view leaves the depth as it is") {
  cv::Mat const depth(40, 60, CV_32FC1, 0.7F);
  CHECK(cv::norm(disturbed_depth(depth, {}), depth, cv::NORM_INF) == 0);
}

TEST_CASE("depth noise has the deviation asked for and depends on its seed alone") {
  cv::Mat const depth(200, 200, CV_32FC1, 0.7F);
  colour_jitter const p{.noise_seed = 5, .depth_noise = 0.004};
  cv::Mat const noisy = disturbed_depth(depth, p);
  cv::Scalar mean, deviation;
  cv::meanStdDev(noisy, mean, deviation);
  CHECK(mean[0] == Approx(0.7).margin(1e-4));
  CHECK(deviation[0] == Approx(0.004).epsilon(0.03));
  CHECK(cv::norm(noisy, disturbed_depth(depth, p), cv::NORM_INF) == 0);
}

TEST_CASE("holes are filled from what is around them") {
  cv::Mat depth(100, 100, CV_32FC1, 0.7F);
  depth(cv::Rect(45, 45, 10, 10)) = 0.5F;
  colour_jitter p;
  p.depth_holes = {{0.4, 0.4, 0.2, 0.2}};
  cv::Mat const filled = disturbed_depth(depth, p);
  CHECK(filled.at<float>(50, 50) == 0.7F);
  CHECK(cv::norm(filled, cv::Mat(100, 100, CV_32FC1, 0.7F), cv::NORM_INF) == 0);
  p.depth_holes = {{0, 0, 1, 1}};
  CHECK(disturbed_depth(depth, p).at<float>(50, 50) == 0.5F);
}

TEST_CASE("strong views disturb the depth, weak ones and none do not") {
  double noise = 0;
  std::size_t holes = 0;
  for (std::uint64_t i = 0; i < 50; ++i) {
    auto const drawn = draw_view(augment_options::strong(), 288, random_stream(i)).colours;
    CHECK(drawn.depth_noise <= 0.004);
    CHECK(drawn.depth_holes.size() <= 4);
    noise += drawn.depth_noise;
    holes += drawn.depth_holes.size();
    auto const weak = draw_view(augment_options::weak(), 288, random_stream(i)).colours;
    CHECK(weak.depth_noise == 0);
    CHECK(weak.depth_holes.empty());
  }
  CHECK(noise > 0.05);
  CHECK(holes > 50);
}
