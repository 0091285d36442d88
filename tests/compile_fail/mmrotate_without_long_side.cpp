// refused: pass long_side::opening or long_side::jaw as the second argument
#include <suregrasp/geometry/conventions/mmrotate_box.hpp>

int main() {
  suregrasp::mmrotate_box<double, suregrasp::mmrotate_angles::le90> const box{};
  (void)from_mmrotate(box, suregrasp::long_side::jaw);
#ifdef REFUSED
  from_mmrotate(box);
#endif
}
