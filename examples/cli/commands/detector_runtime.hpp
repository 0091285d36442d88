#ifndef SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP
#define SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

/// Threads, seed and device of LibTorch. Throws `option_error` for a device that is not there.
void configure_torch(run_options const& run);

/// Whose votes are fused into a pose, beside the heads of one model at the location itself.
struct vote_options {
  std::vector<std::filesystem::path> others{};  ///< further models, which make an ensemble with the first
  std::vector<std::size_t> heads{};             ///< numbers of the heads that vote, finest level first; none: all
  double neighbours = 0;   ///< also at eight locations so far around, in sides of the input; 0: not
  std::size_t views = 1;   ///< of each photograph: 2, 4 and 8 also mirrored and turned
  bool literal = false;    ///< Eq. 8 and 9 as printed, whatever the model says of its fusion
  int dropout_passes = 0;  ///< the heads answer so often with other units left out; 0: once, whole
};

/// A model file, ready to be asked; keeps LibTorch's headers out of the commands that only ask.
class trained_detector {
 public:
  trained_detector(std::filesystem::path const& model, run_options const& run, vote_options const& votes = {});

  [[nodiscard]] detector_options const& options() const;
  [[nodiscard]] std::vector<std::string> const& held_out() const;  ///< ids that its training held out, if it says so

  [[nodiscard]] detections detect(sample const& image, detect_options const& options = {}) const;

  /// `suregrasp::evaluate` of this detector.
  [[nodiscard]] evaluation evaluate(std::span<sample const> samples, evaluation_options const& options = {},
                                    evaluation_hooks const& hooks = {}) const;

 private:
  struct impl;
  std::shared_ptr<impl const> impl_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP
