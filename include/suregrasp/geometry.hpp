#ifndef SUREGRASP_GEOMETRY_HPP
#define SUREGRASP_GEOMETRY_HPP

/// Grasp rectangles: angles of period pi, affine maps, exact overlap (IoU), suppression, and the conventions of other
/// projects.
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/angle_types.hpp>
#include <suregrasp/geometry/axial_blur.hpp>
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
#include <suregrasp/geometry/grasp_fields.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/geometry/tensor_angle.hpp>

#endif  // SUREGRASP_GEOMETRY_HPP
