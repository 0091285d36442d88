#include <catch2/catch.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("input_of: the network's size, and the labels it sees in pixels of that") {
  auto const input = input_of(96);
  CHECK(input.size == 96);
  sample const image{"a", cv::Mat(480, 640, CV_8UC3), {}, {{319.5, 239.5, 0.2, 40, 20}, {5, 5, 0, 40, 20}}};
  auto const in_view = grasps_in_input(image, input);
  REQUIRE(in_view.size() == 1);
  CHECK(in_view[0].x == Approx(47.5));
  CHECK(in_view[0].opening == Approx(40 * 96 / (input.field * 480)));
  CHECK(grasps_in_input(std::vector{image, image}, {1, 0, 1}, input).size() == 3);
}
