#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/images/images.hpp>

// An image that OpenCV encodes; the readers of JSON compile.
bool use_io() {
  suregrasp::sample const photo{.id = "pcd0100", .rgb = cv::Mat(2, 3, CV_8UC3), .depth = {}, .grasps = {}};
  return !suregrasp::detail::encode_image(".png", photo.rgb).empty();
}
