#include <suregrasp/robot/files/camera_file.hpp>

#include "fuzz.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  auto const camera = suregrasp::parse_camera(bytes, "fuzz");
  require(camera.width > 0 && camera.height > 0 && camera.fx > 0 && camera.fy > 0);
  require(suregrasp::parse_camera(suregrasp::to_json(camera).dump(), "again") == camera);
  // Whatever the lens does, what a pixel shows is before the camera, and no number is lost on the way.
  auto const shown = camera.back_project({camera.cx, camera.cy}, 1);
  require(!shown || (shown->z == 1 && suregrasp::is_finite(*shown)));
}
