#ifndef SUREGRASP_CLI_COMMANDS_DETECTION_SEARCH_HPP
#define SUREGRASP_CLI_COMMANDS_DETECTION_SEARCH_HPP

#include <nlohmann/json.hpp>
#include <optional>

#include "detect.hpp"
#include "region_of_interest.hpp"

namespace suregrasp::cli {

/// What is sought with, made once for all photographs.
struct detection_search {
  region_of_interest region;
  trained_detector detector;

  detection_search(detect_command_options const& options, run_options const& run);

  [[nodiscard]] detections operator()(sample const& image, detect_command_options const& options) const;

  /// The chance that a grasp succeeds, by its M_uc; nothing where nobody calibrated the detector, or only hotter
  /// grasps were carried out.
  [[nodiscard]] std::optional<double> success_probability(detection const& each) const;

  /// Adds the grasps to what is known of their photograph, and why there are none.
  void add_grasps(nlohmann::ordered_json& to, detections const& found, detect_command_options const& options) const;
};

/// Whether a grasp is certain enough to be carried out.
[[nodiscard]] bool accepted(detection const& each, detect_command_options const& options);

/// Whether anything is.
[[nodiscard]] bool has_grasp(detections const& found, detect_command_options const& options);

/// The photograph with its ranked grasps, as the options ask for them.
[[nodiscard]] cv::Mat drawn(cv::Mat const& rgb, detections const& found, detect_command_options const& options);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECTION_SEARCH_HPP
