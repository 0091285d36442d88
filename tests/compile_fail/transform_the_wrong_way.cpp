// refused: operator*
#include <suregrasp/robot/frames.hpp>

int main() {
  using namespace suregrasp;
  transform<frames::flange, frames::base> const flange;
  transform<frames::camera, frames::flange> const camera;
  (void)(flange * camera);
#ifdef REFUSED
  (void)(flange * camera.inverse());
#endif
}
