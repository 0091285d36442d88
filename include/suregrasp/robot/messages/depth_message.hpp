#ifndef SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP
#define SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/robot/surface_depth.hpp>

namespace suregrasp::inline v2 {

/// An image of ROS, of either version, or anything with the same members: `sensor_msgs::Image`,
/// `sensor_msgs::msg::Image`.
template <class M>
concept image_message = requires(M const& m) {
  { m.height } -> std::convertible_to<std::size_t>;
  { m.width } -> std::convertible_to<std::size_t>;
  { m.encoding } -> std::convertible_to<std::string_view>;
  { m.is_bigendian } -> std::convertible_to<int>;
  { m.step } -> std::convertible_to<std::size_t>;
  { m.data.data() } -> std::convertible_to<std::uint8_t const*>;
  { m.data.size() } -> std::convertible_to<std::size_t>;
};

/// How depth images of ROS are taken.
struct depth_message_options {
  /// `mono16` is infrared with one driver and depth with another: only who sends it knows.
  bool mono16_is_depth = false;
};

namespace detail {

/// A number as its bytes stand in a message.
template <class Number>
[[nodiscard]] Number number_at(std::uint8_t const* bytes, bool big_endian) {
  std::array<std::uint8_t, sizeof(Number)> own;
  std::copy_n(bytes, own.size(), own.begin());
  if (big_endian != (std::endian::native == std::endian::big)) std::ranges::reverse(own);
  return std::bit_cast<Number>(own);
}

/// What a message with these members must hold.
template <image_message M>
void require_rows(M const& image, std::size_t pixel_bytes) {
  std::size_t const height = image.height, width = image.width, step = image.step, size = image.data.size();
  bool const fits = step / pixel_bytes >= width && height <= size / std::max<std::size_t>(step, 1);
  if (!fits)
    throw data_error("data.message.size", "expected an image of " + text_of(height) + " rows of " + text_of(width) +
                                              " pixels of " + text_of(pixel_bytes) + " bytes, got a step of " +
                                              text_of(step) + " and " + text_of(size) + " bytes");
}

}  // namespace detail

/// The depth image of a message, `[H, W]`, metres along the camera's z, 0 where there is no distance.
///
/// `16UC1` are millimetres: 0 is no distance, 65535 out of range. `32FC1` are metres: NaN is no distance, infinities
/// are out of range (REP 117, 118). Either byte order; rows may be longer than their pixels. Throws `data_error`:
/// `data.message.encoding` for another encoding, `data.message.size` for a message whose bytes do not hold its rows.
template <image_message M>
[[nodiscard]] host_array<float> depth_from(M const& image, depth_message_options const& options = {}) {
  std::string_view const encoding = image.encoding;
  bool const whole = encoding == "16UC1" || (encoding == "mono16" && options.mono16_is_depth);
  if (!whole && encoding != "32FC1")
    throw data_error("data.message.encoding",
                     "expected depth as 16UC1, millimetres, or 32FC1, metres, got " + text_of(image.encoding) +
                         (encoding == "mono16" ? ": if the driver means depth by it, say mono16_is_depth" : ""));
  std::size_t const bytes = whole ? 2 : 4;
  detail::require_rows(image, bytes);
  std::size_t const height = image.height, width = image.width;
  host_array<float> depth({static_cast<std::int64_t>(height), static_cast<std::int64_t>(width)});
  std::uint8_t const* const data = image.data.data();
  bool const big = image.is_bigendian != 0;
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      auto const* const at = data + y * image.step + x * bytes;
      float value = 0;
      if (whole) {
        auto const millimetres = detail::number_at<std::uint16_t>(at, big);
        if (millimetres != std::numeric_limits<std::uint16_t>::max()) value = static_cast<float>(millimetres) / 1000;
      } else {
        value = detail::number_at<float>(at, big);
      }
      depth.values[y * width + x] = is_depth(value) ? value : 0;
    }
  return depth;
}

/// The colours of a message, `[H, W, 3]`, red, green, blue: of `rgb8`, `bgr8`, `rgba8`, `bgra8`, `mono8`. Throws as
/// `depth_from`.
template <image_message M>
[[nodiscard]] host_array<std::uint8_t> colours_from(M const& image) {
  std::string_view const encoding = image.encoding;
  bool const grey = encoding == "mono8";
  std::size_t const bytes = grey ? 1 : encoding.ends_with("a8") ? 4 : 3;
  bool const red_first = encoding == "rgb8" || encoding == "rgba8";
  if (!grey && !red_first && encoding != "bgr8" && encoding != "bgra8")
    throw data_error("data.message.encoding",
                     "expected colours as rgb8, bgr8, rgba8, bgra8 or mono8, got " + text_of(image.encoding));
  detail::require_rows(image, bytes);
  auto const order = grey        ? std::array<std::size_t, 3>{0, 0, 0}
                     : red_first ? std::array<std::size_t, 3>{0, 1, 2}
                                 : std::array<std::size_t, 3>{2, 1, 0};
  std::size_t const height = image.height, width = image.width;
  host_array<std::uint8_t> rgb({static_cast<std::int64_t>(height), static_cast<std::int64_t>(width), 3});
  std::uint8_t const* const data = image.data.data();
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      auto const* const at = data + y * image.step + x * bytes;
      auto* const to = rgb.values.data() + 3 * (y * width + x);
      for (std::size_t i = 0; i < 3; ++i) to[i] = at[order[i]];
    }
  return rgb;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_MESSAGES_DEPTH_MESSAGE_HPP
