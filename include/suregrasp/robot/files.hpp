#ifndef SUREGRASP_ROBOT_FILES_HPP
#define SUREGRASP_ROBOT_FILES_HPP

/// Cameras, grippers and plans in JSON files.
///
/// Begin with
/// - `read_camera`, `read_gripper`: the object of a file, checked; `gripper_named`: also one of those that are known;
/// - `read_calibration`: intervals and what is known of scenes, as `suregrasp calibrate` writes them;
/// - `outcome_log`, `read_outcomes`: how grasps went, for `control_risk` and as labels;
/// - `to_json`: an object to write; also of a `grasp_plan`.
///
/// Needs JSON for Modern C++ (`suregrasp::io`).
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <fstream>
/// std::ofstream("camera.json") << R"({"width": 640, "height": 480, "fx": 615, "fy": 612, "cx": 318, "cy": 244})";
/// assert(read_camera("camera.json").fx == 615);
///
/// gripper hand = gripper_named("2f85");
/// hand.pad.jaw = 0.012;  // with fingers of one's own
/// std::ofstream("hand.json") << to_json(hand);
/// assert(gripper_named("hand.json") == hand);
/// ```
#include <suregrasp/robot/files/calibration_file.hpp>
#include <suregrasp/robot/files/camera_file.hpp>
#include <suregrasp/robot/files/gripper_file.hpp>
#include <suregrasp/robot/files/outcome_log.hpp>
#include <suregrasp/robot/files/plan_json.hpp>

#endif  // SUREGRASP_ROBOT_FILES_HPP
