#ifndef SUREGRASP_METRICS_LABELS_GRASP_LABELS_HPP
#define SUREGRASP_METRICS_LABELS_GRASP_LABELS_HPP

#include <string>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The labels of one photograph.
struct labelled_photograph {
  std::string id;
  std::vector<grasp<double>> grasps;
};

/// The labels of a data set, without its images. `read_grasp_labels` of `label_files.hpp` reads them.
struct grasp_labels {
  std::vector<labelled_photograph> photographs;  ///< in the order of their ids
  std::vector<dropped_rectangle> dropped;        ///< rectangles with a vertex that is not finite
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_GRASP_LABELS_HPP
