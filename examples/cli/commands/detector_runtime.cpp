#include "detector_runtime.hpp"

#include <nlohmann/json.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
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

namespace {

using heads = chosen_heads<ensemble<libtorch::backend, libtorch::inference>>;
using voters = neighbour_votes<symmetric_views<libtorch::backend, heads>>;

voters voters_of(libtorch::detector const& first, libtorch::backend const& be, vote_options const& votes) {
  std::vector<libtorch::inference> members;
  auto const add = [&](libtorch::detector net) {
    net->to(be.device);
    libtorch::prepare(net, !votes.float32 && (be.device.is_cuda() || libtorch::has_bfloat16()));
    if (votes.literal) net->options.fusion.literal = true;
    members.emplace_back(net, votes.dropout_passes);
  };
  add(first);
  for (auto const& other : votes.others) add(libtorch::load_detector(other));
  heads chosen(ensemble(be, std::move(members)), votes.heads);
  return voters(symmetric_views(be, std::move(chosen), votes.views), votes.neighbours);
}

/// The ids that a model file says were held out of its training; none where it says nothing.
std::vector<std::string> held_out_of(tensor_file const& file) {
  auto const split = file.metadata.find(split_key);
  if (split == file.metadata.end()) return {};
  auto const json = nlohmann::json::parse(split->second, nullptr, false);
  if (!json.is_object() || !json.contains("held_out")) return {};
  return json.at("held_out").get<std::vector<std::string>>();
}

}  // namespace

struct trained_detector::impl {
  libtorch::backend be;
  libtorch::detector first;
  voters network;
  std::vector<std::string> held_out;
};

trained_detector::trained_detector(std::filesystem::path const& model, run_options const& run,
                                   vote_options const& votes) {
  configure_torch(run);
  auto const file = read_safetensors(model);
  libtorch::backend const be{.device = torch::Device(run.device)};
  auto const first = libtorch::from_file(file, model.string());
  impl_ = std::make_shared<impl const>(impl{be, first, voters_of(first, be, votes), held_out_of(file)});
}

detector_options const& trained_detector::options() const { return impl_->first->options; }

std::vector<std::string> const& trained_detector::held_out() const { return impl_->held_out; }

detections trained_detector::detect(sample const& image, detect_options const& options) const {
  return suregrasp::detect(impl_->be, impl_->network, preprocess(image, input_of(impl_->first->options.input_size)),
                           options);
}

detections trained_detector::detect_whole(sample const& image, detect_options const& options,
                                          whole_image_options const& whole, cv::Mat const& region) const {
  return suregrasp::detect_whole_image(impl_->be, impl_->network, image, options, whole, region);
}

evaluation trained_detector::evaluate(std::span<sample const> samples, evaluation_options const& options,
                                      evaluation_hooks const& hooks) const {
  return suregrasp::evaluate(impl_->be, impl_->network, samples, options, hooks);
}

}  // namespace suregrasp::cli
