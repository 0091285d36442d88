#ifndef SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP

// Empty where the build has found no Gloo: `libtorch::store_group` needs none.
#ifdef USE_C10D_GLOO

#include <memory>
#include <string>
#include <suregrasp/backends/libtorch/c10d_group.hpp>
#include <utility>
//
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

namespace suregrasp::inline v2::libtorch {

namespace detail {

struct gloo_engine {
  using type = c10d::ProcessGroupGloo;

  [[nodiscard]] static torch::Device device(group_options const&) { return torch::kCPU; }

  [[nodiscard]] static c10::intrusive_ptr<type> open(group_options const& o,
                                                     c10::intrusive_ptr<c10d::Store> const& store) {
    auto how = type::Options::create(o.patience);
    how->devices.push_back(transport(o));
    how->threads = 2;
    return c10::make_intrusive<type>(store, static_cast<int>(o.rank), static_cast<int>(o.size), how);
  }

  [[nodiscard]] static std::shared_ptr<gloo::transport::Device> transport(group_options const& o) {
    if (o.interface.empty()) return type::createDeviceForHostname(o.host.empty() ? own_address(o) : o.host);
    try {
      return type::createDeviceForInterface(o.interface);
    } catch (std::exception const& problem) {
      throw distributed_error("distributed.interface", "expected an interface of this machine with an address, got '" +
                                                           o.interface + "' (" + first_line(problem) + ")");
    }
  }
};

}  // namespace detail

/// A process group by Gloo, over TCP: processes with CPUs, on one machine or on many.
///
/// It is joined by the interface that the options name, else by the host name, else by the address from which this
/// machine reaches rank 0. Where a process ends, the others notice at once, by `distributed.peer`; where one does not
/// answer, by `distributed.timeout` after `patience`.
class gloo_group : public detail::c10d_group<detail::gloo_engine> {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`,
  /// `distributed.address`, `distributed.interface`.
  explicit gloo_group(group_options options) : c10d_group(std::move(options)) {}
};

static_assert(process_group<gloo_group> && has_sum<gloo_group> && has_broadcast<gloo_group>);
static_assert(has_barrier<gloo_group> && has_sum_tensors<gloo_group, torch::Tensor>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // USE_C10D_GLOO

#endif  // SUREGRASP_BACKENDS_LIBTORCH_GLOO_GROUP_HPP
