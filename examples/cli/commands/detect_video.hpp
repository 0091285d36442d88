#ifndef SUREGRASP_CLI_COMMANDS_DETECT_VIDEO_HPP
#define SUREGRASP_CLI_COMMANDS_DETECT_VIDEO_HPP

#include "detect.hpp"

namespace suregrasp::cli {

/// Detects grasps in each frame of a video, or of a camera until Ctrl-C: a line of JSON each, and the annotated video
/// asked for, which holds the frames so far where the run is interrupted. Returns the status of the process.
[[nodiscard]] int detect_in_video(detect_command_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECT_VIDEO_HPP
