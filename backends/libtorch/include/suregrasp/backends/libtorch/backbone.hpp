#ifndef SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <suregrasp/backends/libtorch/convolution.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

namespace detail {

inline std::vector<torch::Tensor> joined(std::vector<torch::Tensor> a, std::vector<torch::Tensor> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace detail

/// What every backbone is to the detector: a network that turns an image `[N, 3, H, W]` into four feature maps, of
/// strides 4, 8, 16 and 32.
struct backbone_impl : torch::nn::Module {
  /// The four feature maps `[N, channels()[k], H / 4 / 2^k, W / 4 / 2^k]`, finest first.
  virtual std::array<torch::Tensor, 4> forward(torch::Tensor const& image) = 0;

  /// Channels of the four feature maps.
  [[nodiscard]] virtual std::array<std::int64_t, 4> channels() const = 0;

  /// Parameters of everything up to the first `stages` of the four feature maps, the stem included; none for 0.
  [[nodiscard]] virtual std::vector<torch::Tensor> first_parameters(std::size_t stages) const = 0;

  /// The convolution that sees the image, and the normalisation behind it.
  [[nodiscard]] virtual conv2d stem() = 0;
  [[nodiscard]] virtual torch::nn::BatchNorm2d stem_normalisation() = 0;
};
TORCH_MODULE_IMPL(backbone, backbone_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_BACKBONE_HPP
