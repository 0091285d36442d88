#ifndef SUREGRASP_EXPERIMENTS_DETECTION_HPP
#define SUREGRASP_EXPERIMENTS_DETECTION_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::experiments {

struct detection_experiment {
  std::filesystem::path data{};                ///< labelled photographs
  std::filesystem::path work = "experiments";  ///< models and predictions; what is there already is not made again
  std::filesystem::path backbone_weights{};
  std::filesystem::path results{};  ///< folder for the tables and charts
  std::string name = "detection";   ///< of those files
  std::string by = "block";         ///< what stays in one fold, as for `suregrasp split`
  std::size_t folds = 5;
  std::size_t shown_folds = 5;  ///< of them; 1 is the short form: one detector, shown one part
  std::int64_t pose_steps = 1500;
  std::int64_t heat_steps = 400;
  bool bfloat16 = false;  ///< train in bfloat16: twice as fast on processors that have it, half as fast on others
  std::vector<std::string> variants{"axial"};
};

/// The names that `variants` may hold.
[[nodiscard]] std::vector<std::string> detection_variants();

/// Cross-validated detection: a detector for each variant and fold, shown the photographs it did not learn from. Writes
/// success by every way to choose among the grasps found, how certainty and error go together, and both as charts.
void run_detection(detection_experiment const& experiment, cli::run_options const& run);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_DETECTION_HPP
