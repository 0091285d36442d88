#ifndef SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP

#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace suregrasp::inline v2::libtorch {

/// While it lives, networks on `device` compute their convolutions and matrix products in bfloat16, if `wanted`;
/// parameters stay in float. On a processor with bfloat16 instructions that halves the time of a step.
class autocast {
 public:
  autocast(torch::Device device, bool wanted) : device_(device.type()), before_(enabled()) {
    if (!wanted) return;
    set_type();
    set(true);
  }
  autocast(autocast const&) = delete;
  autocast& operator=(autocast const&) = delete;
  ~autocast() {
    set(before_);
    if (!before_) at::autocast::clear_cache();  // casts of parameters, stale after the next step
  }

 private:
#if TORCH_VERSION_MAJOR >= 2 && TORCH_VERSION_MINOR >= 4
  [[nodiscard]] bool enabled() const { return at::autocast::is_autocast_enabled(device_); }
  void set(bool on) const { at::autocast::set_autocast_enabled(device_, on); }
  void set_type() const { at::autocast::set_autocast_dtype(device_, at::kBFloat16); }
#else
  [[nodiscard]] bool enabled() const {
    return device_ == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
  }
  void set(bool on) const {
    device_ == torch::kCPU ? at::autocast::set_cpu_enabled(on) : at::autocast::set_enabled(on);
  }
  void set_type() const {
    device_ == torch::kCPU ? at::autocast::set_autocast_cpu_dtype(at::kBFloat16)
                           : at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
  }
#endif

  torch::DeviceType device_;
  bool before_;
};

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_AUTOCAST_HPP
