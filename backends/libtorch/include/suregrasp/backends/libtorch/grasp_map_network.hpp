#ifndef SUREGRASP_BACKENDS_LIBTORCH_GRASP_MAP_NETWORK_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_GRASP_MAP_NETWORK_HPP

#include <array>
#include <cstdint>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/nn.hpp>
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <utility>

namespace suregrasp::inline v2::libtorch {

/// A network that ends in four convolutions, one for each of `grasp_maps`, under the names of the published weights.
struct grasp_map_network_impl : torch::nn::Module {
  /// The maps `[N, 1, S, S]` of images `[N, C, S, S]`: quality, cosine, sine, opening.
  std::array<torch::Tensor, 4> forward(torch::Tensor const& image) {
    auto const x = features_of(image);
    return {pos_output_(x), cos_output_(x), sin_output_(x), width_output_(x)};
  }

 protected:
  /// `channels` of the last features, `kernel` of the four convolutions over them.
  grasp_map_network_impl(std::int64_t channels, std::int64_t kernel)
      : pos_output_(output("pos_output", channels, kernel)),
        cos_output_(output("cos_output", channels, kernel)),
        sin_output_(output("sin_output", channels, kernel)),
        width_output_(output("width_output", channels, kernel)) {}

  virtual torch::Tensor features_of(torch::Tensor const& image) = 0;

 private:
  torch::nn::Conv2d output(char const* name, std::int64_t channels, std::int64_t kernel) {
    return register_module(name, torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, 1, kernel)));
  }

  torch::nn::Conv2d pos_output_, cos_output_, sin_output_, width_output_;
};
TORCH_MODULE_IMPL(grasp_map_network, grasp_map_network_impl);

/// The maps of one image `[C, S, S]`, on the host.
[[nodiscard]] inline grasp_maps maps_of(grasp_map_network& net, backend const& be, host_array<float> const& image) {
  torch::NoGradGuard const no_gradient;
  net->eval();
  auto const maps = net->forward(be.from_host(image.view()).unsqueeze(0));
  auto const host = [&](torch::Tensor const& map) { return be.to_host(map.squeeze(1).squeeze(0)); };
  return {host(maps[0]), host(maps[1]), host(maps[2]), host(maps[3])};
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_GRASP_MAP_NETWORK_HPP
