#ifndef SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP

#include <cmath>
#include <string>
#include <suregrasp/backends/libtorch/autocast.hpp>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/joint_statistics.hpp>
#include <suregrasp/backends/libtorch/optimizer.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

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

/// The end of every step: down the gradient of a loss, unless it is not finite. On several processes the loss is the
/// sum of theirs.
template <process_group Group>
double take_step(adam& optimizer, backend const& be, torch::Tensor const& loss, double learning_rate, char const* term,
                 Group const& group) {
  auto const value = suregrasp::sum_over(group, loss.item<double>());
  if (!std::isfinite(value))
    throw training_error("training.not_finite", std::string(term) + " loss is not finite (" + std::to_string(value) +
                                                    "); check the labels, then try a smaller learning rate");
  optimizer.set_learning_rate(learning_rate);
  if (group.size() == 1)
    optimizer.step(loss);
  else
    optimizer.step(loss, [&](auto& gradients) { suregrasp::sum_tensors_over(group, be, gradients); });
  return value;
}

/// A loss that is the mean over `count` labels as this process's share of the mean over those of all.
template <process_group Group>
[[nodiscard]] torch::Tensor share_of(torch::Tensor const& mean, double count, double all, Group const& group) {
  return group.size() == 1 ? mean : mean * (count / all);
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
  /// finite, leaving the network as it was. On several processes `batch` is the part of this one, and all else is of
  /// the whole: the loss, the gradient, and the statistics of batch normalisation.
  template <process_group Group = single_process>
  double step(training_batch const& batch, double learning_rate, Group const& group = {}) {
    auto const count = static_cast<double>(batch.at.size()), all = suregrasp::sum_over(group, count);
    if (all == 0) return 0;
    net_->train();
    if (options_.keep_statistics) net_->branches->eval();
    joint_statistics const statistics(group);
    return detail::take_step(optimizer_, be_, detail::share_of(loss_of(batch), count, all, group), learning_rate,
                             "PoseNet", group);
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  torch::Tensor loss_of(training_batch const& batch) {
    auto const heads = poses(batch);
    if (batch.at.empty()) return heads.front();
    return mean_all(be_, multi_head_loss(be_, heads, be_.from_host(batch.poses.view())));
  }

  /// Without a location a zero that hangs on all features: statistics are taken, and their gradients asked for, in
  /// every process alike.
  std::vector<torch::Tensor> poses(training_batch const& batch) {
    autocast const reduced(be_.device, options_.bfloat16);
    auto const levels = net_->features(suregrasp::to_tensors(be_, batch.images));
    if (!batch.at.empty()) return net_->poses(levels, batch.at);
    auto nothing = torch::zeros({}, levels.front().features.options());
    for (auto const& each : levels) nothing = nothing + 0 * each.features.sum();
    return {nothing};
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

  /// One step; returns the loss. Throws `training_error` when it is not finite, leaving the network as it was. On
  /// several processes as `pose_training`.
  template <process_group Group = single_process>
  double step(training_batch const& batch, double learning_rate, Group const& group = {}) {
    auto const count = static_cast<double>(batch.heat.shape[0]), all = suregrasp::sum_over(group, count);
    net_->eval();
    net_->location_net->train();
    joint_statistics const statistics(group);
    auto const loss = mean_all(be_, binary_cross_entropy(be_, logits(batch), be_.from_host(batch.heat.view())));
    return detail::take_step(optimizer_, be_, detail::share_of(loss, count, all, group), learning_rate, "LocNet",
                             group);
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  torch::Tensor logits(training_batch const& batch) {
    autocast const reduced(be_.device, options_.bfloat16);
    return net_->heat_logits(frozen_features(batch));
  }

  pyramid_levels frozen_features(training_batch const& batch) {
    torch::NoGradGuard const no_gradient;
    return net_->features(suregrasp::to_tensors(be_, batch.images));
  }

  detector net_;
  backend be_;
  trainer_options options_;
  adam optimizer_;
};

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
