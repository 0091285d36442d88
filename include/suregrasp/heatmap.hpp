#ifndef SUREGRASP_HEATMAP_HPP
#define SUREGRASP_HEATMAP_HPP

/// Where to grasp, as a heatmap: disks around annotated centres as targets, and peaks with their suppression.
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>

#endif  // SUREGRASP_HEATMAP_HPP
