#ifndef SUREGRASP_CLI_COMMANDS_WATCH_HPP
#define SUREGRASP_CLI_COMMANDS_WATCH_HPP

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/whole_image_options.hpp>
#include <suregrasp/robot/drift_alarm.hpp>

#include "cli/console/run_options.hpp"
#include "detector_runtime.hpp"
#include "shipped_model.hpp"

namespace suregrasp::cli {

struct watch_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::string source{};
  std::string depth_unit = "auto";
  std::string gripper{};                ///< empty: no plans
  std::filesystem::path camera{};       ///< of the frames, for plans
  std::filesystem::path calibration{};  ///< empty: no intervals and no drift alarm
  drift_options drift{};
  detect_options search{.shortlist = 0.8};
  image_window window = image_window::whole;
  whole_image_options whole{};
  std::string region{};
  std::optional<double> accept{};
  std::size_t top = 5;
  double most_age = 1;
  double idle = 0;

  static constexpr auto fields(auto list) {
    using o = watch_options;
    return list(
        field{"model", &o::model, default_model}, field{"votes", &o::votes},
        field{"source", &o::source,
              "A folder that photographs come into, the depth of NAMEr.png being NAMEd.tiff; or a camera by its number"}
            .typed_as("source")
            .required(),
        field{
            "depth_unit", &o::depth_unit,
            "Unit of depth files: metres, millimetres, the metres of one unit, or auto: millimetres of whole numbers, "
            "metres of floats"},
        field{"gripper", &o::gripper,
              "How this gripper takes each grasp: 2f85, 2f140, franka, rg2, rg6, wsg50, or a JSON file"},
        field{"camera", &o::camera, "JSON file of the camera that takes the frames, for --gripper"},
        field{"calibration", &o::calibration,
              "What `suregrasp calibrate` wrote: intervals of each grasp, and an alarm where scenes are no longer like "
              "its "
              "photographs"},
        field{"drift", &o::drift}, field{"search", &o::search},
        field{"window", &o::window, "Where grasps are sought: in the whole photograph, or in the middle"},
        field{"whole", &o::whole},
        field{"region", &o::region, "Only here: corners x,y,x,y,... in pixels, or a picture that is black elsewhere"},
        field{"accept", &o::accept, "Grasps of larger M_uc are refused"}.above(0),
        field{"top", &o::top, "Grasps to tell of each frame"}.above(0),
        field{"most_age", &o::most_age, "Answers to frames that came longer ago are withheld", "seconds"}.above(0),
        field{"idle", &o::idle, "End when no photograph came for so long, 0: never", "seconds"}.at_least(0));
  }
};

/// Detects in the newest frame of a folder or camera, again and again, and prints a line of JSON for each answer, until
/// Ctrl-C or the end of the source. Returns the status of the process: `nothing_to_grasp` where no frame had a grasp.
[[nodiscard]] int watch(watch_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_WATCH_HPP
