#ifndef SUREGRASP_ROBOT_FRAME_CHECK_HPP
#define SUREGRASP_ROBOT_FRAME_CHECK_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/robot/surface_depth.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What becomes of a frame of a live loop.
enum class frame_verdict {
  answered,    ///< it was looked at; there may still be nothing to grasp
  empty,       ///< no pixels
  other_size,  ///< another size than the camera's, or depth of another than the colours'
  black,       ///< no light, as with a covered lens
  no_depth,    ///< hardly a pixel has a distance
  other_unit,  ///< distances no camera over a table measures: those of another unit
  stale,       ///< answered too late to be acted upon
  unreadable,  ///< the source could not read it
  failed       ///< the detector ended with an error
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(frame_verdict) {
  using enum frame_verdict;
  return std::array{
      named_value{answered, "answered"}, named_value{empty, "empty"},           named_value{other_size, "other_size"},
      named_value{black, "black"},       named_value{no_depth, "no_depth"},     named_value{other_unit, "other_unit"},
      named_value{stale, "stale"},       named_value{unreadable, "unreadable"}, named_value{failed, "failed"}};
}

/// What is expected of the frames of a camera.
struct frame_limits {
  int width = 0;         ///< pixels; 0: any
  int height = 0;        ///< pixels; 0: any
  int darkest = 10;      ///< the brightest channel of a pixel in a hundred must be above this, of 255
  double nearest = 0.1;  ///< the median of the distances must be between these, metres
  double farthest = 10;
  double least_known = 0.05;  ///< share of the pixels that must have a distance
  friend bool operator==(frame_limits const&, frame_limits const&) = default;

  static constexpr auto fields(auto list) {
    using self = frame_limits;
    return list(field{"width", &self::width, "Width of a frame, 0 for any", "pixels"}.at_least(0),
                field{"height", &self::height, "Height of a frame, 0 for any", "pixels"}.at_least(0),
                field{"darkest", &self::darkest, "What is not brighter is black, of 255"}.between(0, 255),
                field{"nearest", &self::nearest, "Least median of the distances", "m"}.above(0),
                field{"farthest", &self::farthest, "Largest median of the distances", "m"}.above(0),
                field{"least_known", &self::least_known, "Share of pixels with a distance"}.between(0, 1));
  }
};

/// What a look at a frame's pixels says, before any network sees it.
struct frame_check {
  frame_verdict verdict = frame_verdict::answered;
  std::string detail{};  ///< what was expected and what came; empty for a good frame
};

namespace detail {

/// Of every 16th pixel or so: enough for a share, and soon done.
[[nodiscard]] inline bool is_black(host_view<std::uint8_t const> const& rgb, int darkest) {
  std::size_t bright = 0, looked = 0;
  for (std::size_t i = 0; i + 2 < rgb.values.size(); i += std::size_t{3} * 17, ++looked)
    bright += std::max({rgb.values[i], rgb.values[i + 1], rgb.values[i + 2]}) > darkest ? 1 : 0;
  return bright * 100 <= looked;
}

[[nodiscard]] inline frame_check checked_depth(host_view<float const> const& depth, frame_limits const& limits) {
  std::vector<float> known;
  std::size_t looked = 0;
  for (std::size_t i = 0; i < depth.values.size(); i += 17, ++looked)
    if (is_depth(depth.values[i])) known.push_back(depth.values[i]);
  if (known.empty() || static_cast<double>(known.size()) < limits.least_known * static_cast<double>(looked))
    return {frame_verdict::no_depth, "expected a distance in at least " + text_of(100 * limits.least_known) +
                                         " % of the pixels, got " + text_of(known.size()) + " of " + text_of(looked)};
  auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::ranges::nth_element(known, middle);
  if (*middle >= limits.nearest && *middle <= limits.farthest) return {};
  return {frame_verdict::other_unit,
          "expected a median of the distances from " + text_of(limits.nearest) + " to " + text_of(limits.farthest) +
              " m, got " + text_of(*middle) + " m: " +
              (*middle > limits.farthest ? "are millimetres taken for metres?" : "are metres taken for millimetres?")};
}

}  // namespace detail

/// Looks at a frame: colours `[H, W, 3]`, and depth `[H, W]` in metres where there is one.
[[nodiscard]] inline frame_check check_frame(host_view<std::uint8_t const> const& rgb,
                                             std::optional<host_view<float const>> const& depth = {},
                                             frame_limits const& limits = {}) {
  if (rgb.values.empty() || rgb.shape.size() != 3)
    return {frame_verdict::empty, "expected colours [H, W, 3], got " + to_string(rgb.shape)};
  bool const fits =
      (limits.width == 0 || rgb.shape[1] == limits.width) && (limits.height == 0 || rgb.shape[0] == limits.height);
  if (!fits)
    return {frame_verdict::other_size, "expected frames of " + text_of(limits.width) + " x " + text_of(limits.height) +
                                           " pixels, got " + text_of(rgb.shape[1]) + " x " + text_of(rgb.shape[0])};
  if (detail::is_black(rgb, limits.darkest))
    return {frame_verdict::black,
            "expected a pixel in a hundred that is brighter than " + text_of(limits.darkest) + " of 255"};
  if (!depth) return {};
  if (depth->shape != extents{rgb.shape[0], rgb.shape[1]})
    return {frame_verdict::other_size, "expected depth of the colours' size " +
                                           to_string(extents{rgb.shape[0], rgb.shape[1]}) + ", got " +
                                           to_string(depth->shape)};
  return detail::checked_depth(*depth, limits);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FRAME_CHECK_HPP
