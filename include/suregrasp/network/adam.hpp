#ifndef SUREGRASP_NETWORK_ADAM_HPP
#define SUREGRASP_NETWORK_ADAM_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Learning rate and decay of `adam`.
struct adam_options {
  std::function<double(std::int64_t)> rate = constant_schedule{1e-3};  ///< learning rate of step n = 0, 1, ...
  double first_decay = 0.9;                                            ///< beta_1: of the mean of gradients
  double second_decay = 0.999;                                         ///< beta_2: of the mean of their squares
  double epsilon = 1e-8;
  double weight_decay = 0;  ///< decoupled from the gradient (Loshchilov and Hutter 2019)
};

/// Adam (Kingma and Ba 2015), with decoupled weight decay, for any model on any backend with gradients. Models
/// `joint_optimizer`. It keeps two moments per parameter: use one object per model.
template <differentiable_backend B>
class adam {
 public:
  explicit adam(adam_options options = {}) : options_(std::move(options)) {}

  /// Updates the parameters of `model` once, down the gradient of `loss` (a scalar); buffers and counters stay.
  template <trainable_model<B> Model>
  void step(B const& be, Model& model, tensor_t<B> const& loss) {
    step(be, model, loss, [](auto const&) {});
  }

  /// The same with gradients that `join(gradients)` has replaced by their sums over several processes.
  template <trainable_model<B> Model, class Join>
  void step(B const& be, Model& model, tensor_t<B> const& loss, Join const& join) {
    auto state = model.state();
    std::vector<tensor_t<B>> leaves;
    for (auto const& entry : state)
      if (entry.role == tensor_role::parameter) leaves.push_back(entry.value);
    auto gradients = be.gradient(loss, std::span<tensor_t<B> const>(leaves));
    join(gradients);
    if (moments_.empty())
      for (auto const& leaf : leaves)
        moments_.push_back({suregrasp::zeros(be, be.shape(leaf)), suregrasp::zeros(be, be.shape(leaf))});
    double const rate = options_.rate(steps_++);
    auto const by = factors_of(be, rate);
    std::size_t next = 0;
    for (auto& entry : state)
      if (entry.role == tensor_role::parameter) {
        auto const at = next++;
        entry.value = moved(be, be.stop_gradient(entry.value), gradients.at(at), moments_.at(at), by);
      }
    model.load(state);
  }

  /// The two moments of each parameter and the number of steps, for a checkpoint.
  [[nodiscard]] optimizer_state<scalar_t<B>> state(B const& be) const {
    optimizer_state<scalar_t<B>> kept{.numbers = {static_cast<double>(steps_)}};
    for (auto const& each : moments_) {
      kept.tensors.push_back(be.to_host(each.first));
      kept.tensors.push_back(be.to_host(each.second));
    }
    return kept;
  }

  /// Continues from a state that `state` returned. Throws `model_error` `network.adam.state` unless it holds one number
  /// and pairs of moments.
  void load(B const& be, optimizer_state<scalar_t<B>> const& kept) {
    if (kept.numbers.size() != 1 || kept.tensors.size() % 2 != 0)
      throw model_error("network.adam.state", "expected one count and pairs of moments, got " +
                                                  std::to_string(kept.numbers.size()) + " numbers and " +
                                                  std::to_string(kept.tensors.size()) + " tensors");
    moments_.clear();
    for (std::size_t i = 0; i < kept.tensors.size(); i += 2)
      moments_.push_back({be.from_host(kept.tensors[i].view()), be.from_host(kept.tensors[i + 1].view())});
    steps_ = static_cast<std::int64_t>(kept.numbers.front());
  }

 private:
  struct moments {
    tensor_t<B> first, second;
  };

  /// The numbers of one step, as tensors that all parameters share.
  struct factors {
    tensor_t<B> first_kept, first_new, second_kept, second_new, unbias, rate, epsilon, decay;
  };

  [[nodiscard]] factors factors_of(B const& be, double rate) const {
    auto const number = [&](double value) { return suregrasp::constant(be, value); };
    auto const unbiased = [&](double decay) { return 1 - std::pow(decay, static_cast<double>(steps_)); };
    return {.first_kept = number(options_.first_decay),
            .first_new = number(1 - options_.first_decay),
            .second_kept = number(options_.second_decay),
            .second_new = number(1 - options_.second_decay),
            .unbias = number(1 / unbiased(options_.second_decay)),
            .rate = number(rate / unbiased(options_.first_decay)),
            .epsilon = number(options_.epsilon),
            .decay = number(1 - rate * options_.weight_decay)};
  }

  [[nodiscard]] static tensor_t<B> moved(B const& be, tensor_t<B> const& value, tensor_t<B> const& gradient,
                                         moments& mean, factors const& by) {
    mean.first = be.add(be.mul(mean.first, by.first_kept), be.mul(gradient, by.first_new));
    mean.second = be.add(be.mul(mean.second, by.second_kept), be.mul(suregrasp::square(be, gradient), by.second_new));
    auto const size = suregrasp::sqrt(be, be.mul(mean.second, by.unbias));
    auto const direction = be.div(be.mul(mean.first, by.rate), be.add(size, by.epsilon));
    return be.sub(be.mul(value, by.decay), direction);
  }

  adam_options options_;
  std::vector<moments> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_NETWORK_ADAM_HPP
