#ifndef SUREGRASP_GEOMETRY_HPP
#define SUREGRASP_GEOMETRY_HPP

/// Grasp rectangles: angles of period pi, affine maps, exact overlap (IoU), suppression, and the conventions of other
/// projects.
///
/// Begin with
/// - `grasp`: x, y, theta, opening, jaw: pixels and radians, y down;
/// - `iou`, `iou_matrix`, `iou_pairs`: intersection over union of two grasps, or of many at once;
/// - `iou_finder`, `rotated_suppressor`: IoU and suppression again and again, in memory that they keep;
/// - `axial_distance`, `axial_mean`: angles as axes, so that 89 and -89 degrees are two degrees apart;
/// - `affine_map`: moves points and grasps together with an image;
/// - `from_jacquard`, `from_opencv`, ...: grasps in the conventions of other projects (`geometry/conventions/`).
///
/// Needs the standard library; headers on tensors also Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// grasp<double> const found{.x = 10, .y = 12, .theta = 0.25, .opening = 20, .jaw = 8};
/// grasp<double> const label{.x = 12, .y = 12, .theta = 0.30, .opening = 20, .jaw = 8};
/// assert(std::abs(iou(found, label) - 0.728) < 0.001);
/// assert(std::abs(axial_distance(1.57, -1.57)) < 0.002);  // almost the same axis
///
/// auto const half = affine_map<double>::scaling(0.5);
/// assert(half(found).opening == 10 && half(found).theta == 0.25);
/// ```
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/axial_mean.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <suregrasp/geometry/batch_suppression.hpp>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/conventions/grasp_planners.hpp>
#include <suregrasp/geometry/conventions/grasp_rows.hpp>
#include <suregrasp/geometry/conventions/mmrotate_box.hpp>
#include <suregrasp/geometry/conventions/opencv_rectangle.hpp>
#include <suregrasp/geometry/conventions/rotated_boxes.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <suregrasp/geometry/pose_components.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/geometry/tensor_angle.hpp>

#endif  // SUREGRASP_GEOMETRY_HPP
