#ifndef SUREGRASP_IMAGES_IMPL_IMAGE_HEADER_HPP
#define SUREGRASP_IMAGES_IMPL_IMAGE_HEADER_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/impl/jpeg_structure.hpp>
#include <suregrasp/images/impl/picture_layout.hpp>
#include <suregrasp/images/impl/png_structure.hpp>
#include <suregrasp/images/impl/tiff_structure.hpp>

namespace suregrasp::inline v2 {

/// What is accepted of an image from outside; checked before a pixel is decoded.
struct image_limits {
  std::size_t most_pixels = std::size_t{1} << 26;  ///< 8192 x 8192; decoders need up to 8 bytes per pixel
  std::size_t most_side = 32766;                   ///< OpenCV turns and scales no larger ones
};

namespace detail {

/// Size and type of the image in a complete PNG, JPEG or TIFF file. Throws `data_error` `data.image` for a damaged
/// file, one of another format, and one beyond the limits.
[[nodiscard]] inline picture_layout checked_layout(std::string_view bytes, std::string const& path,
                                                   image_limits const& limits) {
  auto const refuse = [&](std::string const& why) { throw data_error("data.image", path + ": " + why); };
  if (bytes.empty()) refuse("expected an image, found an empty file");
  if (is_png(bytes))
    if (auto const damage = png_damage(bytes)) refuse("expected a whole PNG file, but " + *damage);
  bool const known = is_png(bytes) || is_jpeg(bytes) || is_tiff(bytes);
  if (!known)
    refuse("expected an image (PNG, JPEG or TIFF), found " + std::to_string(bytes.size()) + " bytes that are none");
  auto layout = is_png(bytes)    ? png_layout(bytes, path)
                : is_jpeg(bytes) ? jpeg_layout(bytes, path, limits.most_pixels)
                                 : tiff_layout(bytes, path);
  auto const size = std::to_string(layout.width) + "x" + std::to_string(layout.height);
  if (layout.width == 0 || layout.height == 0) refuse("expected an image with pixels, its size is " + size);
  if (layout.width > limits.most_side || layout.height > limits.most_side)
    refuse("expected sides of at most " + std::to_string(limits.most_side) + " pixels, the size is " + size);
  if (layout.height > limits.most_pixels / layout.width)
    refuse("expected at most " + std::to_string(limits.most_pixels) + " pixels, the size is " + size);
  return layout;
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_IMPL_IMAGE_HEADER_HPP
