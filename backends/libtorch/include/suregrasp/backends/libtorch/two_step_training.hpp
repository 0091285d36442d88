#ifndef SUREGRASP_BACKENDS_LIBTORCH_TWO_STEP_TRAINING_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TWO_STEP_TRAINING_HPP

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <suregrasp/backends/libtorch/backbone_weights.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/train/train.hpp>
#include <utility>
#include <vector>
//
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

namespace suregrasp::inline v2::libtorch {

/// A detector as `suregrasp::train` trains it. Shares its weights with the detector it is made of.
class detector_in_training {
 public:
  detector_in_training(backend be, detector net) : be_(be), net_(std::move(net)) {}

  [[nodiscard]] pose_encoding const& encoding() const { return net_->options.encoding; }
  [[nodiscard]] std::int64_t input_size() const { return net_->options.input_size; }
  [[nodiscard]] std::map<std::string, std::string> description() const { return configuration_text(net_->options); }

  [[nodiscard]] pose_training pose_trainer(training_options const& o) {
    return {net_,
            be_,
            {.adam = {.learning_rate = o.pose_rate},
             .frozen_stages = o.frozen_stages,
             .backbone_pace = backbone_pace_of(o),
             .keep_statistics = !o.backbone_weights.empty(),
             .bfloat16 = o.bfloat16}};
  }
  [[nodiscard]] heat_training heat_trainer(training_options const& o) {
    return {net_, be_, {.adam = {.learning_rate = o.heat_rate}, .bfloat16 = o.bfloat16}};
  }

  [[nodiscard]] libtorch::inference inference() const { return libtorch::inference(net_); }

  [[nodiscard]] model_state<torch::Tensor> state() const { return state_of(*net_); }
  void load(model_state<torch::Tensor> const& state) { load_state(*net_, state, "the checkpoint"); }

 private:
  backend be_;
  detector net_;
};

static_assert(trainable_detector<detector_in_training, backend>);

namespace detail {

/// While one lives, initial weights and dropout follow from a seed. Puts the CPU's generator back as it was, so that
/// the caller's draws go on undisturbed; generators of other devices stay seeded.
class seeded {
 public:
  explicit seeded(std::uint64_t seed) : state_(current()) { at::manual_seed(seed); }
  seeded(seeded const&) = delete;
  seeded& operator=(seeded const&) = delete;
  ~seeded() {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard const lock(generator.mutex());
    generator.set_state(state_);
  }

 private:
  [[nodiscard]] static at::Tensor current() {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard const lock(generator.mutex());
    return generator.get_state();
  }

  at::Tensor state_;
};

}  // namespace detail

/// What to train on the photographs at these positions: without a depth branch where none has depth, with an encoding
/// fitted to their labels. Throws `data_error` `data.no_labels` where no labelled grasp is in view.
[[nodiscard]] inline detector_options fitted(detector_options network, sample_store const& photographs,
                                             std::vector<std::size_t> const& positions) {
  network.depth_branch = network.depth_branch && have_depth(photographs, positions);
  network.encoding = fitted_encoding(photographs, positions, input_of(network.input_size), network.encoding.angle);
  return network;
}

/// A detector and how it came about.
struct trained_detector {
  detector network;
  training_result result;
};

/// Makes a detector as `network` says, fitted to the photographs (`fitted`), with the pretrained backbone if the
/// options name one, and trains it on the device of `be`, on several processes where `group` has some: see
/// `suregrasp::train`.
///
/// Throws as that does; `data_error` `data.no_labels` where no labelled grasp is in view; `option_error` for a network
/// that cannot be made; and as `load_backbone`.
template <process_group Group = single_process>
[[nodiscard]] trained_detector train(backend const& be, sample_store const& photographs, data_split const& split,
                                     detector_options const& network = {}, training_options const& options = {},
                                     run_hooks const& hooks = {}, Group const& group = {}) {
  suregrasp::require_valid(options);
  suregrasp::require_valid(split, photographs);
  auto const made = fitted(network, photographs, split.train);
  if (hooks.note && network.depth_branch && !made.depth_branch)
    hooks.note("no photograph has depth: the model gets no depth branch");
  detail::seeded const random(options.seed);
  detector net(made);
  if (!options.backbone_weights.empty()) load_backbone(net, options.backbone_weights);
  net->to(be.device);
  detector_in_training training(be, net);
  auto result = suregrasp::train(be, training, photographs, split, options, hooks, group);
  return {std::move(net), std::move(result)};
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TWO_STEP_TRAINING_HPP
