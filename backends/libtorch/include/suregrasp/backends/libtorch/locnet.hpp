#ifndef SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP

#include <array>
#include <suregrasp/backends/libtorch/convolution.hpp>

namespace suregrasp::inline v2::libtorch {

/// Convolution, batch normalisation, ReLU.
[[nodiscard]] inline torch::nn::Sequential convolution_block(std::int64_t in, std::int64_t out,
                                                             std::int64_t stride = 1) {
  return torch::nn::Sequential(with_relu(convolution(in, out, 3, stride)), torch::nn::BatchNorm2d(out),
                               torch::nn::ReLU());
}

/// LocNet: an encoder-decoder over the finest pyramid level that draws where to grasp.
///
/// Encodes from stride 4 to 16, decodes with skip connections to stride 2, and enlarges the result to the input's size.
/// Output: logits `[N, 1, H, W]` of the heatmap.
struct locnet_impl : torch::nn::Module {
  torch::nn::Sequential enter, down8, down16, up8, up4, up2;
  conv2d draw;

  explicit locnet_impl(std::int64_t channels)
      : enter(register_module("enter", convolution_block(channels, channels))),
        down8(register_module("down8", convolution_block(channels, channels, 2))),
        down16(register_module("down16", convolution_block(channels, channels, 2))),
        up8(register_module("up8", convolution_block(channels, channels))),
        up4(register_module("up4", convolution_block(channels, channels))),
        up2(register_module("up2", convolution_block(channels, channels / 2))),
        draw(register_module("draw", conv2d(torch::nn::Conv2dOptions(channels / 2, 1, 1)))) {
    initialise(*this);
    torch::NoGradGuard const no_gradient;
    draw->weight.mul_(0.1);
    draw->bias.fill_(-4);  // about 2 % of a picture is a location to grasp at: start from that
  }

  /// `finest`: `[N, C, H/4, W/4]`.
  torch::Tensor forward(torch::Tensor const& finest) {
    auto const s4 = in_turn(*enter, finest);
    auto const s8 = in_turn(*down8, s4);
    auto const s16 = in_turn(*down16, s8);
    auto x = in_turn(*up8, enlarge(s16, s8.size(2), s8.size(3)) + s8);
    x = in_turn(*up4, enlarge(x, s4.size(2), s4.size(3)) + s4);
    x = draw(in_turn(*up2, enlarge(x, 2 * s4.size(2), 2 * s4.size(3))));
    return enlarge(x, 4 * s4.size(2), 4 * s4.size(3));
  }

 private:
  static torch::Tensor enlarge(torch::Tensor const& x, std::int64_t height, std::int64_t width) {
    std::array<std::int64_t, 2> const size{height, width};
    return torch::upsample_bilinear2d(x, size, /*align_corners=*/false);
  }
};
TORCH_MODULE_IMPL(locnet, locnet_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_LOCNET_HPP
