#ifndef SUREGRASP_ROBOT_GRASP_POSE_HPP
#define SUREGRASP_ROBOT_GRASP_POSE_HPP

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/robot/camera.hpp>
#include <suregrasp/robot/frames.hpp>
#include <suregrasp/robot/tool_frame.hpp>

namespace suregrasp::inline v2 {

/// The two poses of a tool that hold a thing alike: half a turn about the approach apart.
template <class Frame>
using wrist_pair = std::array<transform<frames::tool, Frame>, 2>;

/// Where a parallel gripper goes.
struct gripper_pose {
  wrist_pair<frames::camera> wrists{};
  double opening = 0;  ///< between the fingers, metres
  double jaw = 0;      ///< size of a finger's plate, metres
  friend bool operator==(gripper_pose const&, gripper_pose const&) = default;
};

/// Both wrists in another frame, as `camera_in_base` takes them to the robot's.
template <class From, class To>
[[nodiscard]] wrist_pair<To> carried(transform<From, To> const& by, wrist_pair<From> const& wrists) {
  return {by * wrists[0], by * wrists[1]};
}

/// The wrist that is turned less against `current`, the pose the tool has now.
template <class Frame>
[[nodiscard]] transform<frames::tool, Frame> least_turn(wrist_pair<Frame> const& wrists,
                                                        transform<frames::tool, Frame> const& current) {
  auto const turn = [&](auto const& wrist) { return turn_between(wrist.orientation, current.orientation).value; };
  return turn(wrists[1]) < turn(wrists[0]) ? wrists[1] : wrists[0];
}

namespace detail {

/// The frame whose x is the closing axis and whose z is the approach.
[[nodiscard]] inline rotation gripper_axes(vector3 const& closing, vector3 const& approach) {
  return rotation::from_columns(closing, cross(approach, closing), approach);
}

/// The plane through a point, seen by a camera.
class viewed_plane {
 public:
  viewed_plane(pinhole_camera const& camera, vector3 const& through, vector3 const& normal)
      : camera_(camera), normal_(normal), offset_(dot(through, normal)) {}

  /// The point of the plane that a pixel shows. Throws `geometry_error` `geometry.grasp_pose.pixel`.
  [[nodiscard]] vector3 at(point<double> pixel) const {
    auto const ray = camera_.ray(pixel);
    double const depth = ray ? offset_ / dot(*ray, normal_) : 0;
    if (depth > 0 && std::isfinite(depth)) return depth * *ray;
    throw geometry_error("geometry.grasp_pose.pixel",
                         "expected a pixel that shows the plane of the grasp, got " + text_of(pixel) +
                             ": does it lie beyond the lens model, or is the plane too steep?");
  }

 private:
  pinhole_camera const& camera_;
  vector3 normal_;
  double offset_;
};

inline void check_grasp_pose(grasp<double> const& g, double depth) {
  if (!is_finite(g) || !(g.opening > 0) || !(g.jaw >= 0))
    throw geometry_error("geometry.grasp_pose.grasp",
                         "expected a finite grasp with an opening above 0, got " + text_of(g));
  if (!(depth > 0) || !std::isfinite(depth))
    throw geometry_error("geometry.grasp_pose.depth",
                         "expected a depth above 0, metres, got " + text_of(depth) + ": there is no pose without one");
}

/// The unit vector from the camera into the scene along the ray, or along a normal given either way round. Throws
/// `geometry_error` `geometry.grasp_pose.normal`.
[[nodiscard]] inline vector3 approach_along(vector3 const& ray, std::optional<vector3> const& normal) {
  if (!normal) return unit(ray);
  auto const along = unit(*normal);
  double const slant = dot(along, unit(ray));
  if (!(std::abs(slant) >= 0.1))
    throw geometry_error(
        "geometry.grasp_pose.normal",
        "expected a normal of the table less than 84 degrees from the view ray, got " + text_of(*normal));
  return slant > 0 ? along : -along;
}

}  // namespace detail

/// The poses of a tool that grasps what a rectangle of a picture shows at `depth`, metres along the camera's z.
///
/// The gripper approaches along the view ray of the rectangle's centre or, where `normal` is given in the camera's
/// frame, either way round, along the normal of the table. The fingers are where the rectangle's finger points (u +-
/// opening/2 cos theta, v -+ opening/2 sin theta) meet the plane across the approach through the surface: the axis they
/// close along lies in it, whatever the lens, the pixels' shape and the camera's tilt. The tool's grasp point is midway
/// between them.
/// Projected back (`projected_grasp`), a pose is the rectangle again.
///
/// Throws `geometry_error`: `geometry.grasp_pose.depth`, `geometry.grasp_pose.grasp`, `geometry.grasp_pose.normal`,
/// `geometry.grasp_pose.pixel`, `geometry.tool.axes`; `option_error` `option.camera`.
[[nodiscard]] inline gripper_pose grasp_pose(pinhole_camera const& camera, grasp<double> const& g, double depth,
                                             tool_frame const& tool, std::optional<vector3> const& normal = {}) {
  require_valid(camera);
  require_valid(tool);
  detail::check_grasp_pose(g, depth);
  auto const ray = camera.ray({g.x, g.y});
  if (!ray)
    throw geometry_error("geometry.grasp_pose.pixel", "expected a grasp within the lens model, got " + text_of(g));
  auto const approach = detail::approach_along(*ray, normal);
  detail::viewed_plane const plane(camera, depth * *ray, approach);
  double const c = std::cos(g.theta) / 2, s = std::sin(g.theta) / 2;
  auto const first = plane.at({g.x - c * g.opening, g.y + s * g.opening});
  auto const second = plane.at({g.x + c * g.opening, g.y - s * g.opening});
  auto const closing = unit(second - first);
  auto const plate = plane.at({g.x + s * g.jaw, g.y + c * g.jaw}) - plane.at({g.x - s * g.jaw, g.y - c * g.jaw});

  auto const own = detail::gripper_axes(tool.closing, tool.approach).inverse();
  gripper_pose pose{{}, norm(second - first), std::abs(dot(plate, cross(approach, closing)))};
  auto const origin = 0.5 * (first + second) - tool.reach * approach;
  pose.wrists[0] = {detail::gripper_axes(closing, approach) * own, origin};
  pose.wrists[1] = {detail::gripper_axes(-closing, approach) * own, origin};
  return pose;
}

/// The rectangle that a camera sees of a gripper at a pose, with the fingers `opening` apart and plates of size `jaw`,
/// metres: the inverse of `grasp_pose`. Nothing for a gripper that is not before the camera.
[[nodiscard]] inline std::optional<grasp<double>> projected_grasp(pinhole_camera const& camera,
                                                                  transform<frames::tool, frames::camera> const& pose,
                                                                  double opening, double jaw, tool_frame const& tool) {
  auto const seen_at = [&](vector3 const& offset) {
    return camera.project(pose({tool.reach * tool.approach + offset}));
  };
  auto const lateral = cross(tool.approach, tool.closing);
  auto const a = seen_at(-opening / 2 * tool.closing), b = seen_at(opening / 2 * tool.closing);
  auto const p = seen_at(-jaw / 2 * lateral), q = seen_at(jaw / 2 * lateral);
  if (!a || !b || !p || !q) return std::nullopt;
  double const theta = std::atan2(a->y - b->y, b->x - a->x);
  double const plate = std::abs((q->x - p->x) * std::sin(theta) + (q->y - p->y) * std::cos(theta));
  return grasp<double>{(a->x + b->x) / 2, (a->y + b->y) / 2, axial_wrap(theta), std::hypot(b->x - a->x, b->y - a->y),
                       plate};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_GRASP_POSE_HPP
