#ifndef SUREGRASP_CLI_COMMANDS_GRASPS_JSON_HPP
#define SUREGRASP_CLI_COMMANDS_GRASPS_JSON_HPP

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <suregrasp/evaluate/evaluation.hpp>

namespace suregrasp::cli {

/// The first `top` of ranked grasps as `suregrasp score` reads them, best first: the fields of each grasp, its
/// `uncertainty`, its `heat`, and the `variance` of its theta, opening and jaw over the heads.
nlohmann::ordered_json grasps_json(detections const& found, std::size_t top);

/// What the detector says at the labelled centres of a photograph, whatever LocNet drew: `uncertainty`, `loss`, `angle`
/// in radians, and `variance`.
nlohmann::ordered_json errors_json(std::span<pose_error const> errors);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_GRASPS_JSON_HPP
