#ifndef SUREGRASP_HEATMAP_HPP
#define SUREGRASP_HEATMAP_HPP

/// Where to grasp, as a heatmap: disks around annotated centres as training targets, and peaks with non-maximum
/// suppression.
///
/// Begin with
/// - `disk_target`: the target of LocNet;
/// - `find_peaks`: local maxima, hottest first; `peak_finder` for one map after the other;
/// - `axial_blur`: a Gaussian blur of a map of angles.
///
/// Needs the standard library and Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// std::vector<point<double>> const centres{{20, 10}, {40, 30}};
/// host_array<float> const heat = disk_target(48, 64, centres, 3);  // 48 rows, 64 columns, disks of radius 3
/// auto const peaks = find_peaks(heat.view(), {.threshold = 0.5, .radius = 8});
/// assert(peaks.size() == 2 && peaks[0].heat == 1);
/// ```
#include <suregrasp/heatmap/axial_blur.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>

#endif  // SUREGRASP_HEATMAP_HPP
