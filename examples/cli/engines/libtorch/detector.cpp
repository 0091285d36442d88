#include <dlfcn.h>

#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>

#include <torch/cuda.h>

#include "cli/commands/engine.hpp"
#include "cli/commands/voting_detector.hpp"

namespace suregrasp::cli {

namespace {

/// OpenBLAS has threads of its own, which LibTorch doesn't know: they spin, and two processes of one thread each would
/// keep four processors busy.
void set_blas_threads(int count) {
  if (auto* const set = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) reinterpret_cast<void (*)(int)>(set)(count);
}

}  // namespace

void prepare_engine(run_options const& run) {
  if (run.device != "cpu" && !(run.device.starts_with("cuda") && torch::cuda::is_available()))
    throw option_error("option.device", "device '" + run.device + "' is not available; expected cpu" +
                                            (torch::cuda::is_available() ? " or cuda" : " (no CUDA device was found)"));
  at::set_num_threads(run.computing_threads());
  set_blas_threads(run.computing_threads());
  torch::manual_seed(run.seed);
}

void require_training(std::string const&) {}

std::shared_ptr<asked_detector const> detector_of(std::vector<model_content> const& models, run_options const& run,
                                                  vote_options const& votes) {
  libtorch::backend const be{.device = torch::Device(run.device)};
  std::vector<libtorch::inference> members;
  for (auto const& [file, origin] : models) {
    auto net = libtorch::from_file(file, origin);
    net->to(be.device);
    libtorch::prepare(net, !votes.float32 && libtorch::has_bfloat16(be.device));
    if (votes.literal) net->options.fusion.literal = true;
    members.emplace_back(net, votes.dropout_passes);
  }
  return std::make_shared<voting_detector<libtorch::backend, libtorch::inference>>(be, std::move(members), votes);
}

}  // namespace suregrasp::cli
