#include <suregrasp/backends/openvino/inference.hpp>
#include <suregrasp/backends/openvino/model_file.hpp>

#include "cli/commands/engine.hpp"
#include "cli/commands/voting_detector.hpp"

namespace suregrasp::cli {

void prepare_engine(run_options const& run) {
  if (run.device != "cpu")
    throw option_error("option.device",
                       "device '" + run.device + "' is not available; expected cpu (this tool computes with OpenVINO)");
}

void require_training(std::string const& command) {
  throw option_error("option.command", command +
                                           " needs LibTorch: this tool was built with OpenVINO alone, which detects, "
                                           "evaluates and scores but does not train");
}

std::shared_ptr<asked_detector const> detector_of(std::vector<model_content> const& models, run_options const& run,
                                                  vote_options const& votes) {
  if (votes.dropout_passes > 0)
    throw option_error("option.dropout_passes",
                       "--dropout-passes needs LibTorch: this tool computes with OpenVINO, which leaves no units out");
  bool const reduced = !votes.float32 && openvino::has_bfloat16();
  openvino::inference_options const how{.threads = run.computing_threads(),
                                        .precision = reduced ? openvino::precision::bf16 : openvino::precision::f32};
  std::vector<openvino::inference> members;
  for (auto const& [file, origin] : models) {
    auto options = detector_options_of(file, origin);
    if (votes.literal) options.fusion.literal = true;
    members.emplace_back(options, openvino::weights_in(file, origin), how);
  }
  return std::make_shared<voting_detector<openvino::backend, openvino::inference>>(openvino::backend(),
                                                                                   std::move(members), votes);
}

}  // namespace suregrasp::cli
