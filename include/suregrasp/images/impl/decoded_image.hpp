#ifndef SUREGRASP_IMAGES_IMPL_DECODED_IMAGE_HPP
#define SUREGRASP_IMAGES_IMPL_DECODED_IMAGE_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/images/impl/image_header.hpp>
#include <suregrasp/images/orientation.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// An image as a person sees it, and what its file says beside the pixels.
struct decoded_image {
  cv::Mat pixels;                                  ///< turned as `orientation` says
  std::optional<image_orientation> orientation{};  ///< nothing where the file doesn't say
  std::vector<diagnostic> remarks{};               ///< faults of the file that take nothing from its pixels
};

/// The type of an image by OpenCV's name, such as CV_8UC3.
[[nodiscard]] inline std::string kind_text(picture_layout const& layout) {
  char const* const kind = layout.floating ? "FC" : layout.negative ? "SC" : "UC";
  return "CV_" + std::to_string(std::max<std::size_t>(layout.bits, 8)) + kind + std::to_string(layout.channels);
}

/// A file for OpenCV's decoders: with an end where a JPEG lacks it, without damaged remarks, and with no word on
/// orientation, which not every decoder and version heeds.
[[nodiscard]] inline std::string decodable(std::string bytes, picture_layout const& layout) {
  bool const turned = layout.orientation && layout.orientation->way != image_orientation::upright;
  if (is_png(bytes)) return turned || !layout.faults.empty() ? sound_png(bytes) : bytes;
  if (is_jpeg(bytes)) return layout.faults.empty() ? bytes : bytes + "\xff\xd9";
  if (layout.needs > bytes.size()) bytes.resize(layout.needs);
  if (turned)
    for (std::size_t i = 0; i < layout.orientation->size; ++i)
      bytes[layout.orientation->at + i] =
          i == (layout.orientation->big_endian ? layout.orientation->size - 1 : 0) ? '\1' : '\0';
  return bytes;
}

/// Decodes an image in OpenCV's channel order; `accept(layout)` may throw before anything is decoded. OpenCV's own
/// messages on a damaged file go where the program's log level lets them: the level is the program's, shared by all
/// threads.
/// Throws `data_error` `data.image`.
template <class Accept>
[[nodiscard]] decoded_image decode_image(std::string const& bytes, std::filesystem::path const& path, int mode,
                                         image_limits const& limits, Accept const& accept) {
  auto const refuse = [&](std::string const& why) { throw data_error("data.image", path.string() + ": " + why); };
  auto const layout = checked_layout(bytes, path.string(), limits);
  accept(layout);
  auto content = decodable(bytes, layout);
  if (content.size() > std::size_t{std::numeric_limits<int>::max()}) refuse("expected an image below 2 GiB");
  decoded_image result;
  try {
    result.pixels = cv::imdecode(cv::Mat(1, static_cast<int>(content.size()), CV_8UC1, content.data()), mode);
  } catch (cv::Exception const& reason) {
    refuse("expected an image, but decoding failed: " + reason.err);
  }
  if (result.pixels.empty()) refuse("expected an image, but decoding failed");
  for (auto const& fault : layout.faults) result.remarks.push_back({fault.id, {path.string()}, fault.text});
  if (!layout.orientation) return result;
  result.orientation = layout.orientation->way;
  result.pixels = as_seen(result.pixels, layout.orientation->way);
  return result;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_IMAGES_IMPL_DECODED_IMAGE_HPP
