// Score predicted grasps against labels by the rectangle metric; needs `suregrasp::core` alone.
#include <cstdio>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <vector>

int main() {
  using grasp = suregrasp::grasp<double>;
  std::vector<grasp> const labels{{.x = 280, .y = 335, .theta = -0.08, .opening = 56, .jaw = 26},
                                  {.x = 290, .y = 270, .theta = -0.05, .opening = 62, .jaw = 21}};
  std::vector<grasp> const predictions{{.x = 283, .y = 331, .theta = 0.1, .opening = 60, .jaw = 24},
                                       {.x = 281, .y = 336, .theta = 1.4, .opening = 56, .jaw = 26}};
  suregrasp::proportion success;
  for (auto const& predicted : predictions) {
    bool const correct = suregrasp::is_correct(predicted, labels);  // IoU > 0.25, axes within 30 degrees
    success.add(correct);
    std::printf("IoU with the first label %.3f: %s\n", suregrasp::iou(predicted, labels[0]),
                correct ? "correct" : "wrong");
  }
  auto const [low, high] = success.wilson();
  std::printf("%zu of %zu correct, 95 %% interval [%.2f, %.2f]\n", success.successes, success.trials, low, high);
}
