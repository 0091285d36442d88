// refused: distance
#include <suregrasp/geometry/angle_types.hpp>

int main() {
  suregrasp::axial_angle<double> const axis;
  suregrasp::direction<double> const pointing;
  (void)distance(suregrasp::axial_angle<double>(pointing), axis);
#ifdef REFUSED
  (void)distance(pointing, axis);
#endif
}
