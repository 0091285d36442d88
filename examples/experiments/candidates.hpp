#ifndef SUREGRASP_EXPERIMENTS_CANDIDATES_HPP
#define SUREGRASP_EXPERIMENTS_CANDIDATES_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <suregrasp/evaluate/pose_error.hpp>
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <vector>

namespace suregrasp::experiments {

/// A grasp that a detector found in a photograph, and how right it is.
struct candidate {
  double heat = 0;
  double uncertainty = 0;
  pose_components variance{};
  double overlap = 0;  ///< best IoU with a label whose axis is within 30 degrees; 0 without one
};

/// What a detector says of one photograph that it did not learn from.
struct judged_photograph {
  std::string id;
  std::size_t fold = 0;               ///< of the cross validation, whose detector it was shown to
  std::vector<candidate> candidates;  ///< at the peaks of the heatmap
  std::vector<pose_error> at_labels;  ///< at the labelled centres
};

/// Reads the file that `evaluate --predictions` wrote. Throws `data_error` where it is something else.
[[nodiscard]] std::vector<judged_photograph> read_candidates(std::filesystem::path const& predictions,
                                                             grasp_labels const& labels, std::size_t fold);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_CANDIDATES_HPP
