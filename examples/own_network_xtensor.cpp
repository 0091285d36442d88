// Detect with a network of one's own, on xtensor: it has learnt nothing, and finds what is bright on a dark table.
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/testing/network_laws.hpp>

#include "bright_things.hpp"

using namespace suregrasp;

int main() {
  cv::Mat table(192, 192, CV_8UC3, cv::Scalar::all(20));
  cv::circle(table, {140, 60}, 16, cv::Scalar::all(230), cv::FILLED);  // as well one way as another
  cv::line(table, {40, 100}, {100, 140}, cv::Scalar::all(230), 14);    // best across: at 0.98 rad
  bright::bright_things const network{};
  auto const input = preprocess({"table", table, {}, {}}, {.size = 96, .field = 1});
  auto const found = detect(network.be, network, input, {.peaks = {.threshold = 0.1}, .smoothing = 0.05}).ranked;
  for (auto const& [grasp, uncertainty, heat, variance] : found)
    std::printf("x %.0f, y %.0f, theta %+.2f rad, opening %.0f, M_uc %.2f\n", grasp.x, grasp.y, grasp.theta,
                grasp.opening, uncertainty);
  bool lawful = true;
  for (auto const& law : testing::check_network(network.be, network)) {
    if (!law.passed) std::printf("%s: %s\n", law.name.c_str(), law.detail.c_str());
    lawful = lawful && law.passed;
  }
  return lawful && found.size() == 2 && std::abs(found[0].grasp.theta - 0.98) < 0.1 ? 0 : 1;
}
