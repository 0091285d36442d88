#include "detection_search.hpp"

#include <algorithm>
#include <limits>
#include <suregrasp/detect/certainty_overlay.hpp>

#include "grasps_json.hpp"

namespace suregrasp::cli {

namespace {

double accepted_uncertainty(detect_command_options const& options) {
  return options.accept.value_or(std::numeric_limits<double>::infinity());
}

}  // namespace

detection_search::detection_search(detect_command_options const& options, run_options const& run)
    : region(options.region), detector(options.model, run, options.votes) {}

detections detection_search::operator()(sample const& image, detect_command_options const& options) const {
  if (options.window == image_window::middle) return detector.detect(image, options.search);
  return detector.detect_whole(image, options.search, options.whole, region.in(image.rgb.size()));
}

std::optional<double> detection_search::success_probability(detection const& each) const {
  auto const& known = detector.success();
  return known ? known->probability(each.uncertainty, each.heat) : std::nullopt;
}

bool accepted(detection const& each, detect_command_options const& options) {
  return each.uncertainty <= accepted_uncertainty(options);
}

bool has_grasp(detections const& found, detect_command_options const& options) {
  return std::ranges::any_of(found.ranked, [&](detection const& each) { return accepted(each, options); });
}

void detection_search::add_grasps(nlohmann::ordered_json& to, detections const& found,
                                  detect_command_options const& options) const {
  auto grasps = grasps_json(found, options.top);
  for (std::size_t i = 0; i < grasps.size(); ++i) {
    auto const chance = success_probability(found.ranked[i]);
    grasps[i]["success_probability"] = chance ? nlohmann::ordered_json(*chance) : nlohmann::ordered_json();
  }
  if (options.accept)
    for (std::size_t i = 0; i < grasps.size(); ++i) grasps[i]["accepted"] = accepted(found.ranked[i], options);
  to["grasps"] = std::move(grasps);
  if (found.ranked.empty()) to["nothing"] = nothing_to_grasp_text(found, options.search.peaks.threshold);
}

cv::Mat drawn(cv::Mat const& rgb, detections const& found, detect_command_options const& options) {
  return draw_detections(
      rgb, found,
      {.count = options.top, .accept = accepted_uncertainty(options), .threshold = options.search.peaks.threshold});
}

}  // namespace suregrasp::cli
