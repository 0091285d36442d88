#ifndef SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
//
#include <torch/serialize.h>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// Pace of `adam` over LibTorch's parameters.
struct adam_options {
  double learning_rate = 1e-4;
  double weight_decay = 1e-4;
  double clip_norm = 5;  ///< gradients longer than this are shortened to it
};

/// Parameters that learn at one pace.
struct parameter_group {
  std::vector<torch::Tensor> parameters;
  double pace = 1;  ///< their learning rate, in learning rates of the optimiser
};

/// AdamW over given parameters; models `joint_optimizer`.
class adam {
 public:
  explicit adam(std::vector<torch::Tensor> parameters, adam_options const& options = {})
      : adam(std::vector<parameter_group>{{std::move(parameters), 1}}, options) {}

  explicit adam(std::vector<parameter_group> const& groups, adam_options const& options = {})
      : clip_norm_(options.clip_norm) {
    std::vector<torch::optim::OptimizerParamGroup> own;
    for (auto const& [parameters, pace] : groups) {
      parameters_.insert(parameters_.end(), parameters.begin(), parameters.end());
      paces_.push_back(pace);
      own.emplace_back(
          parameters, std::make_unique<torch::optim::AdamWOptions>(
                          torch::optim::AdamWOptions(options.learning_rate * pace).weight_decay(options.weight_decay)));
    }
    adam_ = std::make_unique<torch::optim::AdamW>(std::move(own));
  }

  void set_learning_rate(double rate) {
    auto pace = paces_.begin();
    for (auto& group : adam_->param_groups())
      static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate * *pace++);
  }

  /// One step down the gradient of `loss`.
  void step(torch::Tensor const& loss) {
    forget_gradients();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(parameters_, clip_norm_);
    adam_->step();
  }

  /// The same with gradients that `join(gradients)` has replaced by their sums over several processes. A parameter that
  /// the loss of one of them reaches is one that it reaches.
  template <class Join>
  void step(torch::Tensor const& loss, Join const& join) {
    forget_gradients();
    loss.backward();
    join_gradients(join);
    torch::nn::utils::clip_grad_norm_(parameters_, clip_norm_);
    adam_->step();
  }

  /// As `model_optimizer` has it; the model's parameters are those given at the start.
  template <class Scalar, class Model>
  void step(basic_backend<Scalar> const&, Model&, torch::Tensor const& loss) {
    step(loss);
  }

  /// As `joint_optimizer` has it.
  template <class Scalar, class Model, class Join>
  void step(basic_backend<Scalar> const&, Model&, torch::Tensor const& loss, Join const& join) {
    step(loss, join);
  }

  /// Moments and counts as bytes, for a checkpoint, and which parameters have had a gradient: these go on moving by
  /// their moments in steps that do not reach them, such as a depth branch in a batch without depth.
  [[nodiscard]] std::string state() const {
    std::ostringstream stream;
    torch::serialize::OutputArchive archive;
    adam_->save(archive);
    std::vector<std::int64_t> reached;
    for (auto const& each : parameters_) reached.push_back(each.grad().defined() ? 1 : 0);
    archive.write(reached_key, torch::tensor(reached));
    archive.save_to(stream);
    return stream.str();
  }

  void load_state(std::string const& bytes) {
    std::istringstream stream(bytes);
    torch::serialize::InputArchive archive;
    archive.load_from(stream);
    adam_->load(archive);
    torch::Tensor reached;
    archive.read(reached_key, reached);
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (reached[static_cast<std::int64_t>(i)].item<std::int64_t>() != 0 && !parameters_[i].grad().defined())
        parameters_[i].mutable_grad() = torch::zeros_like(parameters_[i]);
  }

 private:
  static constexpr char const* reached_key = "suregrasp.reached";

  /// In every version of LibTorch: some set gradients to 0 and others take them away, which is another optimiser.
  void forget_gradients() {
    for (auto& each : parameters_)
      if (each.grad().defined()) each.mutable_grad().detach_().zero_();
  }

  /// Sums the gradients of all parameters, and behind them who has one.
  template <class Join>
  void join_gradients(Join const& join) {
    torch::NoGradGuard const no_gradient;
    std::vector<torch::Tensor> gradients;
    std::vector<double> reached;
    for (auto const& each : parameters_) {
      gradients.push_back(each.grad().defined() ? each.grad() : torch::zeros_like(each));
      reached.push_back(each.grad().defined() ? 1 : 0);
    }
    gradients.push_back(torch::tensor(reached, parameters_.front().options().requires_grad(false)));
    join(gradients);
    auto const anywhere = gradients.back().to(torch::kCPU, torch::kDouble);
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      if (anywhere[static_cast<std::int64_t>(i)].template item<double>() > 0)
        parameters_[i].mutable_grad() = gradients[i];
  }

  std::vector<torch::Tensor> parameters_;
  std::vector<double> paces_;
  double clip_norm_;
  std::unique_ptr<torch::optim::AdamW> adam_;
};

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_OPTIMIZER_HPP
