#ifndef SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP

#include <cstdint>
#include <functional>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <utility>
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

/// The sum of a tensor over the processes, through which gradients flow: that of the sum of all losses by one process's
/// tensor is the sum of the gradients of each loss by the sum.
struct sum_over_processes : torch::autograd::Function<sum_over_processes> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor const& own,
                               joint_statistics::sum_type const* sum) {
    context->saved_data["sum"] = reinterpret_cast<std::int64_t>(sum);
    auto total = own.detach().clone();
    (*sum)(total);
    return total;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    auto const* const sum = reinterpret_cast<joint_statistics::sum_type const*>(context->saved_data["sum"].toInt());
    auto total = gradients.front().contiguous().clone();
    (*sum)(total);
    return {total, torch::Tensor()};
  }
};

/// Batch normalisation of `[N, C, H, W]` by the statistics of all processes, whose N may differ. The sums are in double
/// and about the running mean, which is the same everywhere: so differences of large numbers stay exact.
inline torch::Tensor normalised_jointly(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x,
                                        joint_statistics::sum_type const* sum) {
  auto const per_channel = [](torch::Tensor const& t) { return t.view({1, -1, 1, 1}); };
  auto const values = x.scalar_type() == torch::kDouble ? x : x.to(torch::kFloat);
  auto const centred = values - per_channel(norm.running_mean.to(values.scalar_type()));
  std::vector<std::int64_t> const axes{0, 2, 3};
  auto const channels = x.size(1);
  auto const summed = [&](torch::Tensor const& t) { return t.sum(axes, /*keepdim=*/false, torch::kDouble); };
  auto const count = torch::full({1}, static_cast<double>(x.numel() / channels),
                                 values.options().dtype(torch::kDouble).requires_grad(false));
  auto const own = torch::cat({summed(centred), summed(centred * centred), count});
  auto const all = sum_over_processes::apply(own, sum);
  auto const total = all.narrow(0, 2 * channels, 1);
  auto const mean = all.narrow(0, 0, channels) / total;
  auto const variance = all.narrow(0, channels, channels) / total - mean * mean;
  {
    torch::NoGradGuard const no_gradient;
    auto const n = total.item<double>();
    double const momentum = norm.options.momentum().value_or(1.0 / (1 + norm.num_batches_tracked.item<double>()));
    norm.num_batches_tracked += 1;
    norm.running_mean.add_(mean.detach().to(norm.running_mean.scalar_type()), momentum);
    norm.running_var.mul_(1 - momentum)
        .add_((variance * (n / (n - 1))).detach().to(norm.running_var.scalar_type()), momentum);
  }
  auto const scale = torch::rsqrt(variance + norm.options.eps()).to(values.scalar_type()) * norm.weight;
  auto const result =
      (centred - per_channel(mean.to(values.scalar_type()))) * per_channel(scale) + per_channel(norm.bias);
  return result.to(x.scalar_type());
}

}  // namespace detail

/// A normalisation of a batch by its own statistics, or by those of all processes while a `joint_statistics` lives.
[[nodiscard]] inline torch::Tensor joint_or_own(torch::nn::BatchNorm2dImpl& norm, torch::Tensor const& x) {
  auto const* const sum = joint_statistics::current();
  return sum != nullptr && norm.is_training() ? detail::normalised_jointly(norm, x, sum) : norm.forward(x);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_JOINT_STATISTICS_HPP
