#ifndef SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP

#include <cstdint>
#include <functional>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <tuple>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// While one lives, batch normalisation in training mode takes mean and variance over the batches of all processes of a
/// group, in whatever this thread computes forward; the backward pass must be over before it goes. Every process must
/// compute the same layers in the same order. Nothing changes in a group of one.
class joint_statistics {
 public:
  using sum_type = std::function<void(torch::Tensor&)>;

  template <process_group Group>
  explicit joint_statistics(Group const& group) : before_(current()) {
    if (group.size() == 1) return;
    sum_ = [group](torch::Tensor& values) {
      std::vector<torch::Tensor> one{values};
      if (values.scalar_type() == torch::kDouble)
        suregrasp::sum_tensors_over(group, basic_backend<double>{.device = values.device()}, one);
      else
        suregrasp::sum_tensors_over(group, basic_backend<float>{.device = values.device()}, one);
      values = one.front();
    };
    current() = &sum_;
  }
  joint_statistics(joint_statistics const&) = delete;
  joint_statistics& operator=(joint_statistics const&) = delete;
  ~joint_statistics() { current() = before_; }

  /// What sums over the processes; null where there is but one.
  [[nodiscard]] static sum_type const*& current() {
    thread_local sum_type const* in_force = nullptr;
    return in_force;
  }

 private:
  sum_type const* before_;
  sum_type sum_;
};

namespace detail {

/// What a batch of all processes is normalised by.
struct joint_moments {
  torch::Tensor mean, variance;  ///< `[C]`, of all
  double count = 0;              ///< values of a channel in all processes
};

/// `[N, C, H, W]` normalised by given moments that are those of all processes, as LibTorch's own kernels do it by
/// stored ones. The gradient is that of the sum of the losses of all processes, through the moments as well.
struct joint_normalisation : torch::autograd::Function<joint_normalisation> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor const& x,
                               torch::Tensor const& weight, torch::Tensor const& bias, joint_moments const& moments,
                               double epsilon, joint_statistics::sum_type const* sum) {
    context->save_for_backward({x, weight, moments.mean, moments.variance});
    context->saved_data["count"] = moments.count;
    context->saved_data["epsilon"] = epsilon;
    context->saved_data["sum"] = reinterpret_cast<std::int64_t>(sum);
    return scaled(x, weight, bias, moments.mean, moments.variance, epsilon);
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    auto const saved = context->get_saved_variables();
    auto const &x = saved[0], &weight = saved[1], &mean = saved[2], &variance = saved[3];
    auto const epsilon = context->saved_data["epsilon"].toDouble();
    auto const [by_input, by_weight, by_bias] = at::native_batch_norm_backward(
        gradients.front(), x, weight, mean, variance, {}, {}, /*train=*/false, epsilon, {true, true, true});
    auto totals = torch::cat({by_bias, by_weight}).to(torch::kDouble);
    (*reinterpret_cast<joint_statistics::sum_type const*>(context->saved_data["sum"].toInt()))(totals);
    auto const means = (totals / context->saved_data["count"].toDouble()).to(x.scalar_type()).view({2, -1});
    auto const slope = weight * torch::rsqrt(variance + epsilon);
    by_input.sub_(scaled(x, slope * means[1], slope * means[0], mean, variance, epsilon));  // by way of the moments
    return {by_input, by_weight, by_bias, torch::Tensor(), torch::Tensor(), torch::Tensor()};
  }

 private:
  [[nodiscard]] static torch::Tensor scaled(torch::Tensor const& x, torch::Tensor const& weight,
                                            torch::Tensor const& bias, torch::Tensor const& mean,
                                            torch::Tensor const& variance, double epsilon) {
    return std::get<0>(at::native_batch_norm(x, weight, bias, mean, variance, /*training=*/false, 0, epsilon));
  }
};

/// The moments of all processes, whose N may differ; they go into the running ones. Sums are in double and about the
/// running mean, which is the same everywhere: so differences of large numbers stay exact.
inline joint_moments moments_of_all(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x,
                                    joint_statistics::sum_type const* sum) {
  torch::NoGradGuard const no_gradient;
  auto const channels = x.size(1);
  auto const own = static_cast<double>(x.numel() / channels);
  auto const [own_mean, own_variance] = at::batch_norm_update_stats(x, {}, {}, 0);
  auto const from_running = own_mean.to(torch::kDouble) - norm.running_mean.to(torch::kDouble);
  auto all = torch::cat({from_running, own_variance.to(torch::kDouble) + from_running.square(),
                         torch::ones({1}, from_running.options())}) *
             own;
  (*sum)(all);
  auto const count = all[2 * channels].item<double>();
  auto const mean = all.narrow(0, 0, channels) / count;  // from the running one
  auto const variance = all.narrow(0, channels, channels) / count - mean.square();
  joint_moments const moments{(mean + norm.running_mean).to(x.scalar_type()), variance.to(x.scalar_type()), count};
  double const momentum = norm.options.momentum().value_or(1.0 / (1 + norm.num_batches_tracked.item<double>()));
  norm.num_batches_tracked += 1;
  norm.running_mean.add_(mean.to(norm.running_mean.scalar_type()), momentum);
  norm.running_var.mul_(1 - momentum)
      .add_((variance * (count / (count - 1))).to(norm.running_var.scalar_type()), momentum);
  return moments;
}

/// Batch normalisation by the statistics of all processes; in float where `x` is of less.
inline torch::Tensor normalised_jointly(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x,
                                        joint_statistics::sum_type const* sum) {
  auto const values = x.scalar_type() == torch::kDouble ? x : x.to(torch::kFloat);
  auto const moments = moments_of_all(norm, values.detach(), sum);
  return joint_normalisation::apply(values, norm.weight, norm.bias, moments, norm.options.eps(), sum)
      .to(x.scalar_type());
}

}  // namespace detail

/// A normalisation of a batch by its own statistics, or by those of all processes while a `joint_statistics` lives.
[[nodiscard]] inline torch::Tensor joint_or_own(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x) {
  auto const* const sum = joint_statistics::current();
  return sum != nullptr && norm.is_training() ? detail::normalised_jointly(norm, x, sum) : norm.forward(x);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
