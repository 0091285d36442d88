#ifndef SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP

#include <cmath>
#include <string>
#include <suregrasp/backends/libtorch/autocast.hpp>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/optimizer.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A batch's images as tensors.
[[nodiscard]] inline image_batch<torch::Tensor> to_tensors(backend const& be,
                                                           image_batch<host_array<float>> const& images) {
  image_batch<torch::Tensor> batch{be.from_host(images.rgb.view()), {}};
  if (images.depth) batch.depth = be.from_host(images.depth->view());
  return batch;
}

/// How a step of training is taken.
struct trainer_options {
  adam_options adam{};
  std::size_t frozen_stages = 0;  ///< the backbone's stem and so many of its four stages keep their weights
  double backbone_pace = 1;       ///< learning rate of the backbone, in learning rates of the rest
  bool keep_statistics =
      false;              ///< batch normalisation of the backbone uses its stored statistics and leaves them alone
  bool bfloat16 = false;  ///< networks compute in bfloat16, losses and parameters stay in float
};

namespace detail {

/// The parameters of the branches behind the first `stages`, whose own need no gradient from here on.
inline std::vector<torch::Tensor> free_of(rgbd_branches& branches, std::size_t stages) {
  std::vector<torch::Tensor> frozen = branches->rgb->first_parameters(stages), free;
  if (!branches->depth.is_empty()) frozen = joined(frozen, branches->depth->first_parameters(stages));
  for (auto& each : branches->parameters()) each.set_requires_grad(true);
  for (auto& each : frozen) each.set_requires_grad(false);
  for (auto const& each : branches->parameters())
    if (each.requires_grad()) free.push_back(each);
  return free;
}

/// The end of every step: down the gradient of a loss, unless it is not finite.
inline double take_step(adam& optimizer, torch::Tensor const& loss, double learning_rate, char const* term) {
  auto const value = loss.item<double>();
  if (!std::isfinite(value))
    throw training_error("training.not_finite", std::string(term) + " loss is not finite (" + std::to_string(value) +
                                                    "); check the labels, then try a smaller learning rate");
  optimizer.set_learning_rate(learning_rate);
  optimizer.step(loss);
  return value;
}

}  // namespace detail

/// First step of training: PoseNet together with the backbones and the pyramid.
class pose_training {
 public:
  pose_training(detector net, backend be, trainer_options const& options)
      : net_(std::move(net)),
        be_(be),
        options_(options),
        optimizer_({{detail::free_of(net_->branches, options.frozen_stages), options.backbone_pace},
                    {detail::joined(net_->top_down->parameters(), net_->pose_net->parameters())}},
                   options.adam) {}

  /// One step; returns the loss, 0 for a batch without a pose to learn from. Throws `training_error` when it is not
  /// finite, leaving the network as it was.
  double step(training_batch const& batch, double learning_rate) {
    if (batch.at.empty()) return 0;
    net_->train();
    if (options_.keep_statistics) net_->branches->eval();
    auto const heads = poses(batch);
    auto const loss = mean_all(be_, multi_head_loss(be_, heads, be_.from_host(batch.poses.view())));
    return detail::take_step(optimizer_, loss, learning_rate, "PoseNet");
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  std::vector<torch::Tensor> poses(training_batch const& batch) {
    autocast const reduced(be_.device, options_.bfloat16);
    return net_->poses(net_->features(to_tensors(be_, batch.images)), batch.at);
  }

  detector net_;
  backend be_;
  trainer_options options_;
  adam optimizer_;
};

/// Second step of training: LocNet on frozen features.
class heat_training {
 public:
  heat_training(detector net, backend be, trainer_options const& options)
      : net_(std::move(net)), be_(be), options_(options), optimizer_(net_->location_net->parameters(), options.adam) {}

  /// One step; returns the loss. Throws `training_error` when it is not finite, leaving the network as it was.
  double step(training_batch const& batch, double learning_rate) {
    net_->eval();
    net_->location_net->train();
    auto const loss = mean_all(be_, binary_cross_entropy(be_, logits(batch), be_.from_host(batch.heat.view())));
    return detail::take_step(optimizer_, loss, learning_rate, "LocNet");
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  torch::Tensor logits(training_batch const& batch) {
    autocast const reduced(be_.device, options_.bfloat16);
    return net_->heat_logits(frozen_features(batch));
  }

  pyramid_levels frozen_features(training_batch const& batch) {
    torch::NoGradGuard const no_gradient;
    return net_->features(to_tensors(be_, batch.images));
  }

  detector net_;
  backend be_;
  trainer_options options_;
  adam optimizer_;
};

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
