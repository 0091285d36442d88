#ifndef SUREGRASP_SUREGRASP_HPP
#define SUREGRASP_SUREGRASP_HPP

/// Everything that needs the standard library and Boost.Hana alone. Backends, and data, io, detect and robot, which
/// need OpenCV, are included one by one.
#include <suregrasp/backend/adjoint.hpp>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/gradient_record.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/backend/reference_operations.hpp>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backend/taped_tensor.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/core/version.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/axial_mean.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <suregrasp/geometry/conventions.hpp>
#include <suregrasp/geometry/cornell_corners.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/grasp_fields.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/heatmap/running_maximum.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <suregrasp/metrics/metric_error.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>
#include <suregrasp/teacher/confidence_filter.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/teacher/trainable_model.hpp>

#endif  // SUREGRASP_SUREGRASP_HPP
