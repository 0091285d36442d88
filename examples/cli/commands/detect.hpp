#ifndef SUREGRASP_CLI_COMMANDS_DETECT_HPP
#define SUREGRASP_CLI_COMMANDS_DETECT_HPP

#include <cstddef>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/whole_image_options.hpp>
#include <vector>

#include "cli/console/run_options.hpp"
#include "detector_runtime.hpp"
#include "shipped_model.hpp"

namespace suregrasp::cli {

struct detect_command_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::vector<std::filesystem::path> images{};
  std::filesystem::path video{};  ///< empty: photographs
  std::string camera{};           ///< a number: frames of that camera; a file: that of the photograph
  std::string gripper{};          ///< empty: no plans
  std::filesystem::path depth{};  ///< empty: RGB only
  std::string depth_unit = "auto";
  std::filesystem::path out{};      ///< empty: none
  std::filesystem::path json{};     ///< empty: beside the picture, if there is one
  std::filesystem::path results{};  ///< empty: lines on standard output
  std::string shard{};              ///< empty: all
  detect_options search{.shortlist = 0.8};
  image_window window = image_window::whole;
  whole_image_options whole{};
  std::string region{};            ///< empty: everywhere
  std::optional<double> accept{};  ///< nothing: every M_uc
  std::size_t top = 10;

  static constexpr auto fields(auto list) {
    using o = detect_command_options;
    return list(
        field{"model", &o::model, default_model}, field{"votes", &o::votes},
        field{"images", &o::images, "Photographs, folders of them, or - for paths on standard input, one a line"}
            .typed_as("image"),
        field{"video", &o::video, "A video instead of photographs: a line of JSON for each frame"},
        field{
            "camera", &o::camera,
            "A camera by its number, 0 for the first, until Ctrl-C: likewise. Or, with --gripper, the JSON file of the "
            "camera that took the photograph"},
        field{"gripper", &o::gripper,
              "How a gripper takes each grasp: pose in the camera's frame, opening, pre-shape, clearance from what "
              "--depth shows. 2f85, 2f140, franka, rg2, rg6, wsg50, or a JSON file"},
        field{"depth", &o::depth, "Depth of the photograph: 16-bit PNG or TIFF, or float32 TIFF"},
        field{"depth_unit", &o::depth_unit,
              "Unit of --depth: metres, millimetres, the metres of one unit such as 0.00025, or auto: millimetres of "
              "whole numbers, metres of floats"},
        field{"out", &o::out,
              "Picture to write: ranked grasps, and the heatmap; with --video or --camera a video, .avi or .mp4"},
        field{"json", &o::json, "Write the ranked grasps to this file (default: OUT.json)"},
        field{"results", &o::results,
              "Folder for a JSON file per photograph; those that are there already are not done again"},
        field{"shard", &o::shard, "Of many photographs only each n-th from the i-th on, as i/n: 1/4 to 4/4 are all"},
        field{"search", &o::search},
        field{"window", &o::window,
              "Where grasps are sought: in the whole photograph, or in the middle, a square of 0.84 of the shorter "
              "side as in the paper"},
        field{"whole", &o::whole},
        field{"region", &o::region,
              "Only here: corners x,y,x,y,x,y,... in pixels, or a picture of the same size that is black elsewhere"},
        field{"accept", &o::accept, "Grasps of larger M_uc are refused: said and drawn, but not to be carried out"}
            .above(0),
        field{"top", &o::top, "Grasps to show"}.above(0));
  }
};

/// What `detect` ends with where no photograph has a grasp that is hot enough and accepted.
inline constexpr int nothing_to_grasp = 3;

/// Detects grasps in one photograph, prints them best first, and writes the picture and the JSON asked for; of several
/// photographs or a folder, a line of JSON or a file each; of a video or camera, a line of JSON a frame. Returns the
/// status of the process.
[[nodiscard]] int detect_and_write(detect_command_options const& options, run_options const& run);

/// The camera to take frames from, where its number was given.
[[nodiscard]] std::optional<int> camera_number(detect_command_options const& options);

/// Throws `option_error` `option.region` for a region together with a window that knows none.
void require_fitting_window(detect_command_options const& options);

/// The photograph with its ranked grasps, beside the photograph under its heatmap, each `tile_width` pixels wide.
[[nodiscard]] cv::Mat detection_picture(sample const& image, detections const& found,
                                        detect_command_options const& options, int tile_width = 640);

/// The photograph with its ranked grasps, beside it its heatmap: only the square that the network sees in its middle.
[[nodiscard]] cv::Mat close_up(sample const& image, detections const& found, std::size_t top, int tile_width = 288);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECT_HPP
