// Included behind the example of the door, whose names it uses.
#include "unit/detect/painted_network.hpp"

static void run() {
  write_rgb("photograph.png", cv::Mat(48, 48, CV_8UC3, cv::Scalar(90, 120, 30)));
  auto const network = suregrasp_tests::three_peaks();  // of which (12, 2) is the most certain
  auto const centre = input_map({48, 48}, input_of(network.input_size())).inverse()(point<double>{12, 2});
  auto const found = most_certain(suregrasp_tests::host, network, "photograph.png");
  assert(std::hypot(found.x - centre.x, found.y - centre.y) < 3);
}
