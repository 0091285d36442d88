// refused: pass the jaw size in pixels as the last argument
#include <suregrasp/geometry/conventions/grasp_planners.hpp>

int main() {
  suregrasp::gqcnn_grasp2d<double> const g{};
  (void)from_gqcnn(g, 525.0, 525.0, 20.0);
#ifdef REFUSED
  from_gqcnn(g, 525.0, 525.0);
#endif
}
