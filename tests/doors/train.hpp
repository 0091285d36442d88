// Included behind the example of the door, whose names it uses.
#include "unit/train/least_detector.hpp"

static void run() {
  using namespace suregrasp_tests;
  std::vector<sample> labelled;
  for (int i = 0; i < 8; ++i)
    labelled.push_back({"p" + std::to_string(i),
                        cv::Mat(60, 80, CV_8UC3, cv::Scalar(30.0 * i, 90, 10)),
                        {},
                        {{40, 30, 0.1 * i, 20, 8}, {30, 24, -0.5, 12.0 + i, 6}}});
  least_detector detector(
      {.opening = {.log_mean = 2.7, .log_deviation = 0.3}, .jaw = {.log_mean = 2, .log_deviation = 0.3}});
  double const before = std::abs(detector.weights()[0]);
  double const loss = trained_loss(single, detector, labelled);
  assert(loss < before / 2 && std::abs(detector.weights()[0]) < before / 2);
}
