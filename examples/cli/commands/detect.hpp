#ifndef SUREGRASP_CLI_COMMANDS_DETECT_HPP
#define SUREGRASP_CLI_COMMANDS_DETECT_HPP

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/detect/detect.hpp>

#include "cli/console/run_options.hpp"
#include "detector_runtime.hpp"

namespace suregrasp::cli {

struct detect_command_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::filesystem::path image{};
  std::filesystem::path depth{};  ///< empty: RGB only
  std::filesystem::path out{};    ///< picture; empty: none
  std::filesystem::path json{};   ///< grasps and record; empty: beside the picture, if there is one
  std::string rank = "uncertainty";
  double threshold = 0.3;  ///< of the heatmap
  std::size_t top = 10;    ///< grasps drawn and written
};

/// Detects grasps in one photograph, prints them best first, and writes the picture and the JSON asked for.
void detect_and_write(detect_command_options const& options, run_options const& run);

/// The photograph with its ranked grasps, beside the photograph under its heatmap, each `tile_width` pixels wide.
[[nodiscard]] cv::Mat detection_picture(sample const& image, detections const& found, std::size_t top,
                                        int tile_width = 640);

/// Likewise, but only the square of the photograph that the network sees.
[[nodiscard]] cv::Mat close_up(sample const& image, detections const& found, std::size_t top, int tile_width = 288);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECT_HPP
