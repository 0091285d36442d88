#ifndef SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP

#include <cstdint>
#include <span>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A detector as something to ask: statistics frozen, no gradients recorded.
///
/// Shares its weights with the detector it is made of, which it puts into evaluation mode.
class inference {
 public:
  /// `dropout_passes` above 0: the heads answer so many times, each time with other hidden units left out, and all
  /// answers are votes (Monte Carlo dropout, Gal and Ghahramani 2016). Throws `option_error` `network.dropout` for a
  /// detector that was trained without.
  explicit inference(detector net, int dropout_passes = 0) : net_(std::move(net)), dropout_passes_(dropout_passes) {
    net_->eval();
    if (dropout_passes_ > 0 && net_->options.dropout == 0)
      throw option_error("network.dropout", "the detector was trained without dropout: its heads cannot vote by it");
    if (dropout_passes_ > 0) net_->pose_net->train();
  }

  [[nodiscard]] detector_options const& options() const { return net_->options; }
  [[nodiscard]] pose_encoding encoding() const { return net_->options.encoding; }
  [[nodiscard]] fusion_options fusion() const { return net_->options.fusion; }
  [[nodiscard]] std::int64_t input_size() const { return net_->options.input_size; }

  /// Whether images of this size are fine: any whose sides are multiples of 32 pixels, the coarsest stride.
  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const {
    return height >= 32 && width >= 32 && height % 32 == 0 && width % 32 == 0;
  }

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
    auto votes = detector(net_)->poses(levels, at);
    for (int pass = 1; pass < dropout_passes_; ++pass)
      for (auto& head : detector(net_)->poses(levels, at)) votes.push_back(std::move(head));
    return votes;
  }

 private:
  detector net_;
  int dropout_passes_;
};

static_assert(grasp_network<inference, backend>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_INFERENCE_HPP
