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

/// Pace and memory of `adam`.
struct adam_options {
  std::function<double(std::int64_t)> rate = constant_schedule{1e-3};  ///< of the step, counted from 0
  double first_decay = 0.9;                                            ///< of the mean of gradients
  double second_decay = 0.999;                                         ///< of the mean of their squares
  double epsilon = 1e-8;
  double weight_decay = 0;  ///< decoupled from the gradient (Loshchilov and Hutter 2019)
};

/// Adam (Kingma and Ba 2015) for any model on any backend with gradients; models `model_optimizer`.
template <differentiable_backend B>
class adam {
 public:
  explicit adam(adam_options options = {}) : options_(std::move(options)) {}

  /// One step of the parameters of `model` down the gradient of `loss`.
  template <trainable_model<B> Model>
  void step(B const& be, Model& model, tensor_t<B> const& loss) {
    auto state = model.state();
    std::vector<tensor_t<B>> leaves;
    for (auto const& entry : state)
      if (entry.role == tensor_role::parameter) leaves.push_back(entry.value);
    auto const gradients = be.gradient(loss, std::span<tensor_t<B> const>(leaves));
    if (moments_.empty())
      for (auto const& leaf : leaves)
        moments_.push_back({suregrasp::zeros(be, be.shape(leaf)), suregrasp::zeros(be, be.shape(leaf))});
    double const rate = options_.rate(steps_++);
    std::size_t next = 0;
    for (auto& entry : state)
      if (entry.role == tensor_role::parameter) {
        auto const at = next++;
        entry.value = moved(be, be.stop_gradient(entry.value), gradients.at(at), moments_.at(at), rate);
      }
    model.load(state);
  }

  /// The two moments of each parameter and the count of steps, for a checkpoint.
  [[nodiscard]] optimizer_state<scalar_t<B>> state(B const& be) const {
    optimizer_state<scalar_t<B>> kept{.numbers = {static_cast<double>(steps_)}};
    for (auto const& each : moments_) {
      kept.tensors.push_back(be.to_host(each.first));
      kept.tensors.push_back(be.to_host(each.second));
    }
    return kept;
  }

  /// Goes on from such a state. Throws `model_error` `network.adam.state` unless it comes in pairs of moments.
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

  [[nodiscard]] tensor_t<B> moved(B const& be, tensor_t<B> const& value, tensor_t<B> const& gradient, moments& mean,
                                  double rate) const {
    auto const towards = [&](tensor_t<B> const& from, tensor_t<B> const& to, double decay) {
      return be.add(suregrasp::scale(be, from, decay), suregrasp::scale(be, to, 1 - decay));
    };
    mean.first = towards(mean.first, gradient, options_.first_decay);
    mean.second = towards(mean.second, suregrasp::square(be, gradient), options_.second_decay);
    auto const unbiased = [&](double decay) { return 1 - std::pow(decay, static_cast<double>(steps_)); };
    auto const size = suregrasp::sqrt(be, suregrasp::scale(be, mean.second, 1 / unbiased(options_.second_decay)));
    auto const direction = be.div(suregrasp::scale(be, mean.first, rate / unbiased(options_.first_decay)),
                                  be.add(size, suregrasp::constant(be, options_.epsilon)));
    return be.sub(suregrasp::scale(be, value, 1 - rate * options_.weight_decay), direction);
  }

  adam_options options_;
  std::vector<moments> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_NETWORK_ADAM_HPP
