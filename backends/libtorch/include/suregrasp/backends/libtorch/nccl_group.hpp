#ifndef SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP

// Empty where LibTorch has no CUDA, or the build has found no NCCL.
#ifdef USE_C10D_NCCL

#include <cstdint>
#include <string>
#include <suregrasp/backends/libtorch/c10d_group.hpp>
#include <suregrasp/distributed/group_environment.hpp>
#include <utility>
//
#include <torch/cuda.h>

#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

struct nccl_engine {
  using type = c10d::ProcessGroupNCCL;

  [[nodiscard]] static torch::Device device(group_options const& o) {
    auto const count = torch::cuda::device_count();
    if (count == 0)
      throw distributed_error("distributed.device", "expected a GPU for the group by NCCL, this machine has none");
    std::uint64_t number = o.rank;
    for (std::string const name : {"LOCAL_RANK", "SLURM_LOCALID"})
      if (auto const local = environment_variable(name)) {
        number = suregrasp::detail::environment_number(name, *local, 0, 1023);
        break;
      }
    return {torch::kCUDA, static_cast<torch::DeviceIndex>(number % count)};
  }

  [[nodiscard]] static c10::intrusive_ptr<type> open(group_options const& o,
                                                     c10::intrusive_ptr<c10d::Store> const& store) {
    auto how = type::Options::create();
    how->timeout = o.patience;
    return c10::make_intrusive<type>(store, static_cast<int>(o.rank), static_cast<int>(o.size), how);
  }
};

}  // namespace detail

/// A process group by NCCL, for processes with a GPU each: that of their number on their machine, as `LOCAL_RANK` or
/// `SLURM_LOCALID` says, else their rank. Gradients on it are summed there and never visit the host.
///
/// What the others do where a process is gone or silent is NCCL's own: LibTorch's watchdog ends them after `patience`.
/// With `TORCH_NCCL_BLOCKING_WAIT=1` in the environment (`NCCL_BLOCKING_WAIT` before LibTorch 2.2) calls wait, and
/// throw as those of `gloo_group`.
class nccl_group : public detail::c10d_group<detail::nccl_engine> {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`,
  /// `distributed.device`.
  explicit nccl_group(group_options options) : c10d_group(std::move(options)) {}
};

static_assert(process_group<nccl_group> && has_sum<nccl_group> && has_broadcast<nccl_group>);
static_assert(has_barrier<nccl_group> && has_sum_tensors<nccl_group, torch::Tensor>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // USE_C10D_NCCL

#endif  // SUREGRASP_BACKENDS_LIBTORCH_NCCL_GROUP_HPP
