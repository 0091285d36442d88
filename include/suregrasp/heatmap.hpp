#ifndef SUREGRASP_HEATMAP_HPP
#define SUREGRASP_HEATMAP_HPP

/// Where to grasp, as a heatmap: disks around annotated centres as targets, and peaks with their suppression.
///
/// Not in it, for they need `suregrasp::io`: `heatmap/smoothed_peaks.hpp`.
#include <suregrasp/heatmap/axial_blur.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>

#endif  // SUREGRASP_HEATMAP_HPP
