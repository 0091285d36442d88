#ifndef SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP
#define SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP

#include <cstddef>

namespace suregrasp::inline v2::detail {

/// Size and type of an image, as its file states them.
struct picture_layout {
  std::size_t width = 0, height = 0;
  std::size_t channels = 1;
  std::size_t bits = 8;  ///< of a channel
  bool floating = false;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP
