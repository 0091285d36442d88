#ifndef SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP

#include <cmath>
#include <span>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/optimizer.hpp>
#include <suregrasp/detect/head_distance.hpp>
#include <suregrasp/detect/training_batch.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1::libtorch {

/// A batch's images as tensors.
[[nodiscard]] inline image_batch<torch::Tensor> to_tensors(backend const& be,
                                                           image_batch<host_array<float>> const& images) {
  image_batch<torch::Tensor> batch{be.from_host(images.rgb.view()), {}};
  if (images.depth) batch.depth = be.from_host(images.depth->view());
  return batch;
}

namespace detail {

inline double finite(torch::Tensor const& loss, char const* term) {
  auto const value = loss.item<double>();
  if (!std::isfinite(value))
    throw training_error("training.not_finite", std::string(term) + " loss is not finite (" + std::to_string(value) +
                                                    "); check the labels, then try a smaller learning rate");
  return value;
}

inline std::vector<torch::Tensor> joined(std::vector<torch::Tensor> a, std::vector<torch::Tensor> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace detail

/// First step of training: PoseNet together with the residual branches and the pyramid.
class pose_training {
 public:
  pose_training(detector net, backend be, adam_options const& options)
      : net_(std::move(net)),
        be_(std::move(be)),
        optimizer_(detail::joined(net_->branches->parameters(),
                                  detail::joined(net_->top_down->parameters(), net_->pose_net->parameters())),
                   options) {}

  /// One step; returns the loss. Throws `training_error` when it is not finite, leaving the network as it was.
  double step(training_batch const& batch, double learning_rate) {
    net_->train();
    auto const heads = net_->poses(net_->features(to_tensors(be_, batch.images)), batch.at);
    auto const loss = mean_all(be_, head_distance(be_, heads, be_.from_host(batch.poses.view())));
    double const value = detail::finite(loss, "PoseNet");
    optimizer_.set_learning_rate(learning_rate);
    optimizer_.step(loss);
    return value;
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  detector net_;
  backend be_;
  adam optimizer_;
};

/// Second step of training: LocNet on frozen features.
class heat_training {
 public:
  heat_training(detector net, backend be, adam_options const& options)
      : net_(std::move(net)), be_(std::move(be)), optimizer_(net_->location_net->parameters(), options) {}

  /// One step; returns the loss. Throws `training_error` when it is not finite, leaving the network as it was.
  double step(training_batch const& batch, double learning_rate) {
    net_->eval();
    auto const levels = frozen_features(batch);
    net_->location_net->train();
    auto const loss =
        mean_all(be_, binary_cross_entropy(be_, net_->heat_logits(levels), be_.from_host(batch.heat.view())));
    double const value = detail::finite(loss, "LocNet");
    optimizer_.set_learning_rate(learning_rate);
    optimizer_.step(loss);
    return value;
  }

  [[nodiscard]] adam& optimizer() { return optimizer_; }

 private:
  pyramid_levels frozen_features(training_batch const& batch) {
    torch::NoGradGuard const no_gradient;
    return net_->features(to_tensors(be_, batch.images));
  }

  detector net_;
  backend be_;
  adam optimizer_;
};

}  // namespace suregrasp::inline v1::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_TRAINING_HPP
