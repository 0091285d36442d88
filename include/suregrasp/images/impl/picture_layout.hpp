#ifndef SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP
#define SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <suregrasp/images/impl/exif_orientation.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// A fault of a file that takes nothing from its pixels.
struct harmless_fault {
  std::string id, text;
};

/// Size and type of an image, as its file states them.
struct picture_layout {
  std::size_t width = 0, height = 0;
  std::size_t channels = 1;
  std::size_t bits = 8;  ///< of a channel
  bool floating = false;
  bool negative = false;  ///< whole numbers with a sign
  std::optional<orientation_tag> orientation{};
  std::vector<harmless_fault> faults{};
  std::size_t needs = 0;  ///< bytes that a decoder wants to see, though it uses fewer
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_PICTURE_LAYOUT_HPP
