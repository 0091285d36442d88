#ifndef SUREGRASP_ROBOT_FILES_HPP
#define SUREGRASP_ROBOT_FILES_HPP

/// Cameras and grippers in JSON files.
///
/// Begin with
/// - `read_camera`, `read_gripper`: the object of a file, checked; `gripper_named`: also one of those that are known;
/// - `to_json`: an object to write.
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
#include <suregrasp/robot/files/camera_file.hpp>
#include <suregrasp/robot/files/gripper_file.hpp>

#endif  // SUREGRASP_ROBOT_FILES_HPP
