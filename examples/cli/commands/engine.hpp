#ifndef SUREGRASP_CLI_COMMANDS_ENGINE_HPP
#define SUREGRASP_CLI_COMMANDS_ENGINE_HPP

#include <memory>
#include <string>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/train/label_suggestion.hpp>
#include <vector>

#include "detector_runtime.hpp"

/// What the tool asks of the library that computes its networks. `engines/` has a folder for each library; one of them
/// is linked. `train` and `adapt` are the engine's as well.
namespace suregrasp::cli {

/// What a model file holds, and what it is called in errors.
struct model_content {
  tensor_file file;
  std::string origin;
};

/// A detector on some engine.
class asked_detector {
 public:
  asked_detector() = default;
  asked_detector(asked_detector const&) = delete;
  asked_detector& operator=(asked_detector const&) = delete;
  virtual ~asked_detector() = default;

  [[nodiscard]] virtual detections detect(sample const& image, detect_options const& options) const = 0;
  [[nodiscard]] virtual detections detect_whole(sample const& image, detect_options const& options,
                                                whole_image_options const& whole, cv::Mat const& region) const = 0;
  [[nodiscard]] virtual evaluation evaluate(std::span<sample const> samples, evaluation_options const& options,
                                            evaluation_hooks const& hooks) const = 0;
  [[nodiscard]] virtual photograph_features features(sample const& photograph) const = 0;
};

/// Threads, seed and device of a run, before anything is computed. Throws `option_error` for a device that is not
/// there.
void prepare_engine(run_options const& run);

/// The models as one detector, whose votes are fused as `votes` says. Throws `option_error` for votes that the engine
/// has not.
[[nodiscard]] std::shared_ptr<asked_detector const> detector_of(std::vector<model_content> const& models,
                                                                run_options const& run, vote_options const& votes);

/// Throws `option_error` `option.command` where the engine does not train.
void require_training(std::string const& command);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ENGINE_HPP
