#include "detector_runtime.hpp"

#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <thread>

#include <torch/cuda.h>

#include "model_metadata.hpp"

namespace suregrasp::cli {

void configure_torch(run_options const& run) {
  if (run.device != "cpu" && !(run.device.starts_with("cuda") && torch::cuda::is_available()))
    throw option_error("option.device", "device '" + run.device + "' is not available; expected cpu" +
                                            (torch::cuda::is_available() ? " or cuda" : " (no CUDA device was found)"));
  int const processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  at::set_num_threads(run.threads > 0 ? run.threads : processors);
  torch::manual_seed(run.seed);
}

preprocess_options input_of(detector_options const& options) {
  preprocess_options input;
  input.size = static_cast<int>(options.input_size);
  return input;
}

namespace {

using heads = chosen_heads<ensemble<libtorch::backend, libtorch::inference>>;
using voters = neighbour_votes<symmetric_views<libtorch::backend, heads>>;

voters voters_of(libtorch::detector const& first, libtorch::backend const& be, vote_options const& votes) {
  std::vector<libtorch::inference> members;
  auto const add = [&](libtorch::detector net) {
    net->to(be.device);
    if (votes.literal) net->options.fusion.literal = true;
    members.emplace_back(net, votes.dropout_passes);
  };
  add(first);
  for (auto const& other : votes.others) add(libtorch::load_detector(other));
  heads chosen(ensemble(be, std::move(members)), votes.heads);
  return voters(symmetric_views(be, std::move(chosen), votes.views), votes.neighbours);
}

}  // namespace

struct trained_detector::impl {
  libtorch::backend be;
  libtorch::detector first;
  voters network;
  nlohmann::ordered_json split;
};

trained_detector::trained_detector(std::filesystem::path const& model, run_options const& run,
                                   vote_options const& votes) {
  configure_torch(run);
  auto const file = read_safetensors(model);
  libtorch::backend const be{.device = torch::Device(run.device)};
  auto const split = file.metadata.find(split_key);
  auto const first = libtorch::from_file(file, model.string());
  impl_ = std::make_shared<impl const>(impl{be, first, voters_of(first, be, votes),
                                            split == file.metadata.end()
                                                ? nlohmann::ordered_json()
                                                : nlohmann::ordered_json::parse(split->second, nullptr, false)});
}

detector_options const& trained_detector::options() const { return impl_->first->options; }

nlohmann::ordered_json trained_detector::split() const { return impl_->split; }

detections trained_detector::detect(sample const& image, detect_options const& options) const {
  return suregrasp::detect(impl_->be, impl_->network, preprocess(image, input_of(this->options())), options);
}

detections trained_detector::evaluate(sample const& image, evaluation& into, detect_options const& options) const {
  return add_image(into, impl_->be, impl_->network, image, preprocess(image, input_of(this->options())), options);
}

}  // namespace suregrasp::cli
