#ifndef SUREGRASP_PYRAMID_LEVEL_HPP
#define SUREGRASP_PYRAMID_LEVEL_HPP

#include <cstdint>

namespace suregrasp::inline v2 {

/// One level x_k^p of a feature pyramid.
///
/// `features` is `[N, H, W, C]`, channels last, so that the features at one pixel are one contiguous row. Pixel i of
/// the level covers the input pixels `stride * i .. stride * (i + 1) - 1`.
template <class Tensor>
struct level {
  Tensor features;
  int stride = 1;
};

/// A point in a batch of images: index of the image, and coordinates in pixels of the network's input.
struct location {
  std::int64_t image = 0;
  double x = 0;
  double y = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_LEVEL_HPP
