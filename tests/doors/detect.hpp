// Included behind the example of the door, whose names it uses.
#include "unit/detect/painted_network.hpp"

static void run() {
  write_rgb("photograph.png", cv::Mat(48, 48, CV_8UC3, cv::Scalar(90, 120, 30)));
  auto network = suregrasp_tests::three_peaks();  // of which (12, 2) is the most certain; theta is 0.05 x
  auto const found = most_certain(suregrasp_tests::host, network, "photograph.png");
  assert(found && std::abs(found->theta - 0.6) < 1e-6);
  network.heat_map.values.assign(256, 0.1F);
  assert(!most_certain(suregrasp_tests::host, network, "photograph.png"));
}
