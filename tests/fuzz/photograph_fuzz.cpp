#include <suregrasp/images/images.hpp>

#include "fuzz.hpp"
#include "png_checksums.hpp"

void suregrasp_tests::read(std::string_view bytes) {
  constexpr suregrasp::image_limits limits{.most_pixels = 1 << 16};
  auto const rgb = suregrasp::decode_rgb(with_checksums(bytes), "fuzz", limits);
  require(rgb.type() == CV_8UC3 && rgb.total() > 0 && rgb.total() <= limits.most_pixels);
}
