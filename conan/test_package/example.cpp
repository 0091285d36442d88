#include <cstdio>
#include <suregrasp/geometry/grasp.hpp>

int main() {
  suregrasp::grasp<double> const g{.x = 280, .y = 334.85, .theta = -0.0766, .opening = 56.165, .jaw = 26.077};
  auto const p = suregrasp::corners(g);
  std::printf("p0 = (%.1f, %.1f)\n", p[0].x, p[0].y);
}
