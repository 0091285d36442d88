#ifndef SUREGRASP_BACKENDS_LIBTORCH_ADAPTATION_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_ADAPTATION_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backends/libtorch/autocast.hpp>
#include <suregrasp/backends/libtorch/detector_digest.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/train/adapt.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A whole detector as `suregrasp::adapt` adapts it. Its batch normalisation keeps its statistics. Shares its weights
/// with the detector it is made of; a clone has its own.
class trainable_detector_network {
 public:
  /// With `bfloat16` networks compute in it; weights and what comes out stay in float.
  trainable_detector_network(backend be, detector net, bool bfloat16 = false)
      : be_(be), net_(std::move(net)), bfloat16_(bfloat16) {
    net_->eval();
  }

  [[nodiscard]] pose_encoding encoding() const { return net_->options.encoding; }
  [[nodiscard]] fusion_options fusion() const { return net_->options.fusion; }
  [[nodiscard]] std::int64_t input_size() const { return net_->options.input_size; }

  [[nodiscard]] pyramid_levels features(image_batch<torch::Tensor> const& images) const {
    autocast const reduced(be_.device, bfloat16_);
    return detector(net_)->features(images);
  }
  [[nodiscard]] torch::Tensor heat_logits(pyramid_levels const& levels) const {
    autocast const reduced(be_.device, bfloat16_);
    return detector(net_)->heat_logits(levels);
  }
  [[nodiscard]] torch::Tensor heat(pyramid_levels const& levels) const {
    return heat_logits(levels).squeeze(1).sigmoid();
  }
  [[nodiscard]] std::vector<torch::Tensor> poses(pyramid_levels const& levels, std::span<location const> at) const {
    autocast const reduced(be_.device, bfloat16_);
    return detector(net_)->poses(levels, at);
  }

  [[nodiscard]] model_state<torch::Tensor> state() const { return state_of(*net_); }
  void load(model_state<torch::Tensor> const& state) { load_state(*net_, state, "the adapted detector"); }

  [[nodiscard]] trainable_detector_network clone() const {
    detector copy(net_->options);
    copy->to(be_.device);
    load_state(*copy, state(), "the detector");
    return {be_, std::move(copy), bfloat16_};
  }

  /// AdamW over the parts that learn; the others need no gradient from here on.
  [[nodiscard]] adam optimizer(adaptation_options const& o) const {
    bool const backbones = o.learns >= learning_parts::stages;
    std::size_t const frozen = o.learns == learning_parts::all ? 0 : 2;
    detector net(net_);
    auto rest = detail::joined(net->location_net->parameters(), net->pose_net->parameters());
    bool const pyramid = o.learns >= learning_parts::pyramid;
    for (auto& each : net->top_down->parameters()) each.set_requires_grad(pyramid);
    if (pyramid) rest = detail::joined(std::move(rest), net->top_down->parameters());
    auto free = detail::free_of(net->branches, frozen);
    if (!backbones)
      for (auto& each : std::exchange(free, {})) each.set_requires_grad(false);
    std::vector<parameter_group> groups{{std::move(rest)}};
    if (backbones) groups.push_back({std::move(free), o.backbone_pace});
    return adam(groups, {.learning_rate = o.learning_rate});
  }

  [[nodiscard]] std::string digest() const { return detector_digest(net_); }

 private:
  backend be_;
  detector net_;
  bool bfloat16_;
};

static_assert(trainable_network<trainable_detector_network, backend>);

/// Adapts `net` itself, on the device of `be`, to which it is moved; as `suregrasp::adapt`.
template <process_group Group = single_process>
adaptation_result adapt(backend const& be, detector net, adaptation_data const& data,
                        adaptation_options const& options = {}, run_hooks const& hooks = {}, Group const& group = {}) {
  require_valid(options);
  require_valid(data);
  net->to(be.device);
  trainable_detector_network network(be, std::move(net), options.bfloat16);
  return suregrasp::adapt(be, network, data, options, hooks, group);
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_ADAPTATION_HPP
