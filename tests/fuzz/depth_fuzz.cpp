#include <suregrasp/images/images.hpp>

#include "fuzz.hpp"
#include "png_checksums.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  constexpr suregrasp::image_limits limits{.most_pixels = 1 << 16};
  auto const depth = suregrasp::decode_depth(with_checksums(bytes), "fuzz", 0.001, limits);
  require(depth.type() == CV_32FC1 && depth.total() > 0 && depth.total() <= limits.most_pixels);
}
