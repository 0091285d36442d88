// refused: degrees_value
#include <suregrasp/geometry/conventions/rotated_boxes.hpp>

int main() {
  (void)from_detectron2(suregrasp::detectron2_box<double>{1, 2, 3, 4, suregrasp::degrees_value<double>(30)});
#ifdef REFUSED
  (void)from_detectron2(suregrasp::detectron2_box<double>{1, 2, 3, 4, 0.5});
#endif
}
