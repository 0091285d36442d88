#ifndef SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP

#include <span>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1::libtorch {

/// A detector as something to ask: statistics frozen, no gradients recorded.
///
/// Shares its weights with the detector it is made of, which it puts into evaluation mode.
class inference {
 public:
  explicit inference(detector net) : net_(std::move(net)) { net_->eval(); }

  [[nodiscard]] detector_options const& options() const { return net_->options; }

  [[nodiscard]] pyramid_levels features(image_batch<torch::Tensor> const& images) const {
    torch::NoGradGuard const no_gradient;
    return detector(net_)->features(images);
  }
  [[nodiscard]] torch::Tensor heat(pyramid_levels const& levels) const {
    torch::NoGradGuard const no_gradient;
    return detector(net_)->heat(levels);
  }
  [[nodiscard]] std::vector<torch::Tensor> poses(pyramid_levels const& levels, std::span<location const> at) const {
    torch::NoGradGuard const no_gradient;
    return detector(net_)->poses(levels, at);
  }

 private:
  detector net_;
};

static_assert(grasp_network<inference, backend>);

}  // namespace suregrasp::inline v1::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
