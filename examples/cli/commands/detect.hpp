#ifndef SUREGRASP_CLI_COMMANDS_DETECT_HPP
#define SUREGRASP_CLI_COMMANDS_DETECT_HPP

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/detect/detect.hpp>

#include "cli/console/run_options.hpp"
#include "detector_runtime.hpp"
#include "shipped_model.hpp"

namespace suregrasp::cli {

struct detect_command_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::filesystem::path image{};
  std::filesystem::path depth{};  ///< empty: RGB only
  std::string depth_unit = "auto";
  std::filesystem::path out{};   ///< empty: none
  std::filesystem::path json{};  ///< empty: beside the picture, if there is one
  detect_options search{};
  std::size_t top = 10;

  static constexpr auto fields(auto list) {
    using o = detect_command_options;
    return list(field{"model", &o::model, default_model}, field{"votes", &o::votes},
                field{"image", &o::image, "Photograph"}.typed_as("image").required(),
                field{"depth", &o::depth, "Depth of the photograph: 16-bit PNG or TIFF, or float32 TIFF"},
                field{"depth_unit", &o::depth_unit,
                      "Unit of --depth: metres, millimetres, the metres of one unit such as 0.00025, or auto: "
                      "millimetres of whole numbers, metres of floats"},
                field{"out", &o::out, "Picture to write: ranked grasps, and the heatmap"},
                field{"json", &o::json, "Write the ranked grasps to this file (default: OUT.json)"},
                field{"search", &o::search}, field{"top", &o::top, "Grasps to show"}.above(0));
  }
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
