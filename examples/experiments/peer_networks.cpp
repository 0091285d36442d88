#include "peer_networks.hpp"

#include <algorithm>
#include <suregrasp/backends/libtorch/backbone_weights.hpp>
#include <suregrasp/backends/libtorch/ggcnn.hpp>
#include <suregrasp/backends/libtorch/grconvnet.hpp>
#include <suregrasp/detect/dense/dense_grasps.hpp>

namespace suregrasp::experiments {

namespace {

/// What the published evaluations show these networks: of Cornell's photographs, 640 pixels wide, a window as large as
/// the input around the middle of the labels; of others the largest square.
preprocess_options window_of(sample const& photograph, int size) {
  preprocess_options window{.size = size, .field = 1};
  auto const shown = photograph.rgb.size();
  if (shown != cv::Size(640, 480) || photograph.grasps.empty()) return window;
  point<double> middle{0, 0};
  for (auto const& label : photograph.grasps) {
    middle.x += label.x / static_cast<double>(photograph.grasps.size());
    middle.y += label.y / static_cast<double>(photograph.grasps.size());
  }
  double const half = size / 2.0;
  window.field = size / 480.0;
  window.centre =
      point<double>{std::clamp(middle.x, half, shown.width - half), std::clamp(middle.y, half, shown.height - half)};
  return window;
}

}  // namespace

std::vector<peer> peers_from(std::filesystem::path const& weights) {
  std::vector<peer> peers{
      {"GG-CNN", "ggcnn_cornell.safetensors", 300, dense_channels::depth, std::make_shared<libtorch::ggcnn_impl>()},
      {"GG-CNN2", "ggcnn2_cornell.safetensors", 300, dense_channels::depth, std::make_shared<libtorch::ggcnn2_impl>()},
      {"GR-ConvNet", "grconvnet3_ch16_cornell.safetensors", 224, dense_channels::rgbd,
       std::make_shared<libtorch::grconvnet_impl>(16)}};
  for (auto const& each : peers) {
    auto const path = weights / each.file;
    libtorch::load_state(*each.network, libtorch::read_weights(path), path.string());
  }
  return peers;
}

detections peer::detect(sample const& photograph) const {
  libtorch::backend const be;
  libtorch::grasp_map_network net(network);
  auto const input = dense_input_of(photograph, channels, window_of(photograph, size));
  return dense_grasps(libtorch::maps_of(net, be, input.image), input.to_input);
}

}  // namespace suregrasp::experiments
