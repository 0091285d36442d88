#ifndef SUREGRASP_METRICS_LABELS_HPP
#define SUREGRASP_METRICS_LABELS_HPP

/// Grasp labels as text, without their photographs: Cornell's rectangles, Jacquard's rows, SureGrasp's own JSON and
/// CSV.
///
/// Begin with
/// - `read_grasp_labels`: the labels of a folder or file, whichever form they have;
/// - `parse_rectangles`: the text of one file of Cornell's; `parse_jacquard_grasps`: of Jacquard's.
///
/// Needs JSON for Modern C++ (`suregrasp::io`); `label_files.hpp`, `native_description.hpp` and `native_json.hpp` alone
/// do, the other headers of the folder need the standard library.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// auto const label = parse_rectangles("253 320\n309 324\n307 350\n251 346\n", "pcd0100cpos.txt");
/// assert(label.grasps.size() == 1 && label.dropped.empty());
/// assert(std::abs(label.grasps[0].opening - std::hypot(56, 4)) < 1e-9);  // the first edge is the opening axis
/// ```
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <suregrasp/metrics/labels/jacquard_row.hpp>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/metrics/labels/native_csv.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>

#endif  // SUREGRASP_METRICS_LABELS_HPP
