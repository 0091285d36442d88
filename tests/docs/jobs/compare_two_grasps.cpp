// How much do two grasps overlap, and does one count as the other?
#include <cmath>
#include <cstdio>
#include <suregrasp/geometry.hpp>
#include <suregrasp/metrics.hpp>
#include <vector>

int main() {
  // x, y, theta (radians, counter-clockwise on the screen), opening, jaw; pixels, y down
  suregrasp::grasp<double> const found{.x = 283, .y = 331, .theta = 0.10, .opening = 60, .jaw = 24};
  suregrasp::grasp<double> const label{.x = 280, .y = 335, .theta = -0.08, .opening = 56, .jaw = 26};
  auto turned = found;
  turned.theta += suregrasp::radians(40.0);

  double const overlap = suregrasp::iou(found, label);
  double const angle = suregrasp::degrees(suregrasp::axial_distance(found.theta, label.theta));
  // The rectangle metric: IoU above 0.25 and axes within 30 degrees of any label.
  std::vector const labels{label};
  bool const match = suregrasp::is_correct(found, labels), turned_match = suregrasp::is_correct(turned, labels);
  std::printf("IoU %.3f, axes %.1f degrees apart: %s\n", overlap, angle, match ? "a match" : "no match");
  std::printf("turned by 40 degrees: IoU %.3f, %s\n", suregrasp::iou(turned, label),
              turned_match ? "a match" : "no match");

  return std::abs(overlap - 0.666) < 0.001 && std::abs(angle - 10.3) < 0.1 && match && !turned_match ? 0 : 1;
}
