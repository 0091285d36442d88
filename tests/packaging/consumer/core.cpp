#include <suregrasp/core/version.hpp>
#include <suregrasp/geometry/iou.hpp>

bool use_core() {
  suregrasp::grasp<double> const g{.x = 280, .y = 335, .theta = 0.25, .opening = 56, .jaw = 26};
  return SUREGRASP_VERSION_MAJOR == 2 && suregrasp::iou(g, g) == 1;
}
