// Included behind the example of the door, whose names it uses.
#include "unit/detect/painted_network.hpp"

static void run() {
  auto const network = suregrasp_tests::three_peaks();
  sample photograph{"a", cv::Mat(20, 20, CV_8UC3, cv::Scalar(90, 120, 30)), {}, {}};
  auto const input = preprocess(photograph, input_of(network.input_size()));
  auto const found = detect(suregrasp_tests::host, network, input, {.peaks = {.radius = 2}}).ranked;
  auto wrong = photograph;
  photograph.grasps = {found.front().grasp};
  wrong.grasps = {{0, 0, 0, 1, 1}};
  assert(failures_of_certain_half(suregrasp_tests::host, network, {photograph, photograph}) == 0);
  assert(failures_of_certain_half(suregrasp_tests::host, network, {wrong, wrong}) == 1);
}
