#ifndef SUREGRASP_CLI_DETECTOR_RUNTIME_HPP
#define SUREGRASP_CLI_DETECTOR_RUNTIME_HPP

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <suregrasp/data/preprocess.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/evaluation.hpp>

#include "run_options.hpp"

namespace suregrasp::cli {

/// Threads, seed and device of LibTorch. Throws `option_error` for a device that is not there.
void configure_torch(run_options const& run);

/// How photographs reach a network with these options.
[[nodiscard]] preprocess_options input_of(detector_options const& options);

/// A model file, ready to be asked; keeps LibTorch's headers out of the commands that only ask.
class trained_detector {
 public:
  trained_detector(std::filesystem::path const& model, run_options const& run);

  [[nodiscard]] detector_options const& options() const;
  [[nodiscard]] nlohmann::ordered_json split() const;  ///< of its training data, as `split_json` wrote it; or null

  [[nodiscard]] detections detect(sample const& image, detect_options const& options = {}) const;

  /// Detects, and adds the outcome to an evaluation.
  detections evaluate(sample const& image, evaluation& into, detect_options const& options = {}) const;

 private:
  struct impl;
  std::shared_ptr<impl const> impl_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_DETECTOR_RUNTIME_HPP
