#include <suregrasp/data/sample.hpp>

int main() {
  return suregrasp::sample{.id = "pcd0100", .rgb = cv::Mat(2, 3, CV_8UC3), .depth = {}, .grasps = {}}.rgb.cols == 3 ? 0
                                                                                                                    : 1;
}
