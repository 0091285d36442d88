#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP

#include <array>
#include <span>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/feature_pyramid.hpp>
#include <suregrasp/backends/libtorch/locnet.hpp>
#include <suregrasp/backends/libtorch/posenet.hpp>
#include <suregrasp/backends/libtorch/rgbd_branches.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// The feature pyramid of a batch, finest level first.
using pyramid_levels = std::vector<level<torch::Tensor>>;

/// The grasp detector of Zhu et al. 2020: two branches fused into a feature pyramid, LocNet that draws where
/// to grasp, and PoseNet, whose heads say how.
struct detector_impl : torch::nn::Module {
  detector_options options;
  rgbd_branches branches{nullptr};
  feature_pyramid top_down{nullptr};
  locnet location_net{nullptr};
  posenet pose_net{nullptr};

  explicit detector_impl(detector_options options_in) : options(std::move(options_in)) {
    check_detector(options);
    branches = register_module("branches", rgbd_branches(options.backbone, options.width, options.depth_branch));
    top_down = register_module("pyramid",
                               feature_pyramid(branches->rgb->channels(), options.pyramid_channels, options.top_down));
    location_net = register_module("locnet", locnet(options.pyramid_channels));
    pose_net = register_module("posenet", posenet(strides.size(), options.pyramid_channels, options.crop_size,
                                                  options.hidden, options.encoding.columns(), options.dropout));
  }

  /// The pyramid x_k^p of a batch of images.
  pyramid_levels features(image_batch<torch::Tensor> const& images) {
    auto const maps = top_down(branches(as_computed(images)));
    pyramid_levels levels;
    for (std::size_t k = 0; k < maps.size(); ++k)
      levels.push_back({maps[k].permute({0, 2, 3, 1}).to(torch::kFloat), strides[k]});
    return levels;
  }

  /// Logits `[N, 1, S, S]` of the heatmap.
  torch::Tensor heat_logits(pyramid_levels const& levels) {
    return location_net(levels.front().features.to(type()).permute({0, 3, 1, 2})).to(torch::kFloat);
  }

  /// The heatmap `[N, S, S]` of a batch: how likely each pixel is the centre of a grasp.
  torch::Tensor heat(pyramid_levels const& levels) { return heat_logits(levels).squeeze(1).sigmoid(); }

  /// The window of every level around each location, `[M, r, r, C]` each (Eq. 6).
  std::vector<torch::Tensor> crops(pyramid_levels const& levels, std::span<location const> at) const {
    backend const be{.device = levels.front().features.device(), .dtype = levels.front().features.scalar_type()};
    std::vector<torch::Tensor> windows;
    for (auto const& each : levels) windows.push_back(crop(be, each, at, options.crop_size));
    return windows;
  }

  /// The encoded pose `[M, P]` that each head regresses at each location (Eq. 7).
  std::vector<torch::Tensor> poses(pyramid_levels const& levels, std::span<location const> at) {
    auto windows = crops(levels, at);
    for (auto& window : windows) window = window.to(type());
    auto heads = pose_net(windows);
    for (auto& head : heads) head = head.to(torch::kFloat);
    return heads;
  }

  /// Whether it was prepared to answer alone (`prepare`).
  [[nodiscard]] bool is_prepared() const { return pose_net->as_convolution; }

  static constexpr std::array<int, 4> strides = detector_options::strides;

 private:
  /// What the weights are stored and computed in: float, or bfloat16 once prepared for it.
  [[nodiscard]] torch::ScalarType type() const { return location_net->draw->weight.scalar_type(); }

  /// Images in the memory order in which convolutions are fastest; the pyramid comes out in it, ready for crops.
  [[nodiscard]] image_batch<torch::Tensor> as_computed(image_batch<torch::Tensor> images) const {
    auto const ordered = [&](torch::Tensor const& t) {
      return t.to(type()).contiguous(at::MemoryFormat::ChannelsLast);
    };
    images.rgb = ordered(images.rgb);
    if (images.depth) images.depth = ordered(*images.depth);
    return images;
  }
};
TORCH_MODULE_IMPL(detector, detector_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_HPP
