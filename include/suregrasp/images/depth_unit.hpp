#ifndef SUREGRASP_IMAGES_DEPTH_UNIT_HPP
#define SUREGRASP_IMAGES_DEPTH_UNIT_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/core/number_text.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Distances that a camera above a gripper's workplace measures, metres; other units are told by them.
struct depth_range_limits {
  double nearest = 0.02, furthest = 20;     ///< of most of an image
  double shortest = 0.001, longest = 1000;  ///< of a pixel; what lies outside is no measurement
};

/// The metres of one unit, from what a person writes: `metres`, `millimetres` or a number such as 0.00025; nothing from
/// `auto`, which leaves it to the file. Throws `option_error` `option.depth_unit`.
[[nodiscard]] inline std::optional<double> metres_per_unit_of(std::string_view text) {
  if (text == "auto") return std::nullopt;
  if (text == "metres") return 1;
  if (text == "millimetres") return 0.001;
  auto const number = detail::number_in(text);
  if (!number || !std::isfinite(*number) || !(*number > 0))
    throw option_error("option.depth_unit", "expected auto, metres, millimetres or the metres of one unit, such as " +
                                                std::string("0.00025, as unit of depth, got `") + std::string(text) +
                                                "`");
  return number;
}

namespace detail {

/// The finite values above 0 among some ten thousand evenly spaced ones, sorted; without those that no unit explains.
[[nodiscard]] inline std::vector<double> usual_values(std::size_t count, auto const& value_at) {
  std::vector<double> usual;
  auto const step = std::max<std::size_t>(1, count / 10000);
  for (std::size_t i = 0; i < count; i += step)
    if (double const value = value_at(i); value > 1e-6 && value < 1e6) usual.push_back(value);
  std::ranges::sort(usual);
  return usual;
}

/// Throws `data_error` `data.depth.unit` where most of the sorted distances cannot be metres. `unit` says what the
/// file's numbers were taken for.
inline void require_plausible(std::vector<double> const& metres, std::string const& file, std::string const& unit) {
  depth_range_limits const limits;
  if (metres.empty()) return;
  double const median = metres[metres.size() / 2];
  bool const far = metres[metres.size() / 10] > limits.furthest, near = median < limits.nearest;
  if (!far && !near) return;
  throw data_error("data.depth.unit",
                   file + ": expected most distances from " + significant_text(limits.nearest) + " to " +
                       significant_text(limits.furthest) + " m, got a median of " + significant_text(median) +
                       " m: " + unit + (far ? "; are they millimetres, or less" : "; are they metres, or more") +
                       "? Say so with --depth-unit (detect, inspect, convert) or by depth_scale in a dataset.json");
}

/// A depth image (CV_32FC1) in metres from one of any number type. Values that are no measurement but look like one
/// (`depth_range_limits`) become 0. Throws `data_error` `data.depth.unit`.
[[nodiscard]] inline cv::Mat depth_in_metres(cv::Mat const& raw, std::optional<double> metres_per_unit,
                                             std::string const& file) {
  bool const whole = raw.depth() < CV_32F;
  double const scale = metres_per_unit.value_or(whole ? 0.001 : 1);
  cv::Mat_<float> depth = raw.type() == CV_32FC1 && scale == 1 ? raw.clone() : cv::Mat();
  if (depth.empty()) raw.convertTo(depth, CV_32F, scale);
  auto const columns = static_cast<std::size_t>(depth.cols);
  auto const usual = usual_values(depth.total(), [&](std::size_t i) {
    return static_cast<double>(depth(static_cast<int>(i / columns), static_cast<int>(i % columns)));
  });
  require_plausible(usual, file,
                    (metres_per_unit ? "one unit is " + significant_text(scale) + " m as stated"
                     : whole         ? std::string("whole numbers are taken for millimetres")
                                     : std::string("floats are taken for metres")));
  depth_range_limits const limits;
  for (auto& value : depth)
    if (value > 0 && std::isfinite(value) && (value < limits.shortest || value > limits.longest)) value = 0;
  return depth;
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_IMAGES_DEPTH_UNIT_HPP
