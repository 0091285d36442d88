#ifndef SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP
#define SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP

#include <array>
#include <optional>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/robot/vector3.hpp>

namespace suregrasp::inline v2 {

/// What a pixel without a distance stands for.
enum class unknown_pixels {
  free,      ///< nothing in the way: cameras measure nothing along edges, where fingers go
  obstacle,  ///< something in the way of whatever passes it
};

/// The names of what unknown pixels stand for.
[[nodiscard]] constexpr auto names_of(unknown_pixels) {
  return std::array{named_value{unknown_pixels::free, "free"}, named_value{unknown_pixels::obstacle, "obstacle"}};
}

/// How a gripper is held against a depth image.
struct clearance_options {
  double insertion = 0.015;     ///< how far the tips go beyond the surface between them, at most, metres
  double noise_margin = 0.001;  ///< how much nearer than measured a surface may be, metres along the approach
  double side_margin = 0;       ///< by which fingers and palm are taken to be larger on each side, metres
  double table_margin = 0.005;  ///< how far the tips stay above the table, where one is given, metres
  double least_hold = 0.003;    ///< how far the tips must go beyond what lies between them, metres
  double standoff = 0.1;        ///< from the pre-grasp to the grasp, metres
  unknown_pixels unknown = unknown_pixels::free;
  friend bool operator==(clearance_options const&, clearance_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = clearance_options;
    return list(
        field{"insertion", &self::insertion, "How far the tips go beyond the surface", "m"}.between(0, 0.5),
        field{"noise_margin", &self::noise_margin, "How much nearer a surface may be", "m"}.between(0, 0.1),
        field{"side_margin", &self::side_margin, "Added to each side of the fingers", "m"}.between(0, 0.1),
        field{"table_margin", &self::table_margin, "How far the tips stay above the table", "m"}.between(0, 0.1),
        field{"least_hold", &self::least_hold, "How much of it must stand between the tips", "m"}.between(0, 0.1),
        field{"standoff", &self::standoff, "From the pre-grasp to the grasp", "m"}.between(0.01, 1),
        field{"unknown", &self::unknown, "What a pixel without a distance stands for"});
  }
};

/// A plane in the camera's frame: the points p with normal . p = distance, metres. The normal is a unit vector.
struct camera_plane {
  vector3 normal{0, 0, 1};
  double distance = 0;
  friend bool operator==(camera_plane const&, camera_plane const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"normal", &camera_plane::normal}, field{"distance", &camera_plane::distance, "", "m"});
  }
};

/// Whether a gripper gets to a grasp.
enum class clearance_verdict {
  clear,            ///< at `opening`, the fingers and the palm touch nothing on their way
  blocked,          ///< at every opening, something is in the way
  nothing_between,  ///< nothing stands between the fingers to hold, or it is too flat
};

/// The names of the verdicts.
[[nodiscard]] constexpr auto names_of(clearance_verdict) {
  using enum clearance_verdict;
  return std::array{named_value{clear, "clear"}, named_value{blocked, "blocked"},
                    named_value{nothing_between, "nothing_between"}};
}

/// What a depth image says of one grasp.
struct grasp_clearance {
  clearance_verdict verdict = clearance_verdict::nothing_between;
  /// How much deeper the gripper could go at the opening where it is freest; below 0: how far it would drive into
  /// something. At most `most_clearance`.
  double millimetres = 0;
  std::optional<double> opening{};  ///< the smallest that clears, metres: the pre-shape
  double insertion = 0;             ///< how far the tips go beyond the surface where they are deepest, metres
  double travel = 0;                ///< from the pose along its approach to where the gripper closes, metres
  friend bool operator==(grasp_clearance const&, grasp_clearance const&) = default;

  static constexpr auto fields(auto list) {
    using self = grasp_clearance;
    return list(field{"verdict", &self::verdict}, field{"clearance", &self::millimetres, "", "mm"},
                field{"opening", &self::opening, "", "m"}, field{"insertion", &self::insertion, "", "m"},
                field{"travel", &self::travel, "", "m"});
  }
};

/// Where clearance is no longer measured, metres: what is this far from a finger is in nobody's way.
inline constexpr double most_clearance = 0.03;

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_CLEARANCE_OPTIONS_HPP
