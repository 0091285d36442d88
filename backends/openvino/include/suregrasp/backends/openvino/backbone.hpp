#ifndef SUREGRASP_BACKENDS_OPENVINO_BACKBONE_HPP
#define SUREGRASP_BACKENDS_OPENVINO_BACKBONE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <openvino/op/clamp.hpp>
#include <openvino/op/max_pool.hpp>
#include <string>
#include <suregrasp/backends/openvino/layers.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/backbone_architecture.hpp>

namespace suregrasp::inline v2::openvino {

/// Four maps of features, of strides 4, 8, 16 and 32.
using feature_maps = std::array<node, 4>;

namespace detail {

/// One of the two kinds of residual block, by torchvision's names: conv1, bn1, ..., downsample.0, downsample.1.
[[nodiscard]] inline node residual_block(named_weights const& weights, node const& x, bool bottleneck,
                                         std::int64_t width, std::int64_t stride) {
  std::int64_t const out = bottleneck ? 4 * width : width;
  auto const step = [&](char const* number, node const& from, convolution_form const& form) {
    return openvino::normalised_convolution(weights, std::string("conv") + number, std::string("bn") + number, from,
                                            form);
  };
  node y;
  if (bottleneck) {
    y = openvino::relu(step("1", x, {width, 1}));
    y = openvino::relu(step("2", y, {width, 3, stride}));
    y = step("3", y, {out, 1});
  } else {
    y = openvino::relu(step("1", x, {width, 3, stride}));
    y = step("2", y, {width, 3});
  }
  bool const same = stride == 1 && channels_of(x) == out;
  return openvino::relu(openvino::sum(
      y, same ? x : openvino::normalised_convolution(weights, "downsample.0", "downsample.1", x, {out, 1, stride})));
}

[[nodiscard]] inline feature_maps resnet(named_weights const& weights, resnet_architecture const& form,
                                         std::int64_t width, node const& image) {
  auto const stem = openvino::relu(openvino::normalised_convolution(weights, "conv1", "bn1", image, {width, 7, 2}));
  node x =
      std::make_shared<ov::op::v1::MaxPool>(stem, ov::Strides{2, 2}, ov::Shape{1, 1}, ov::Shape{1, 1}, ov::Shape{3, 3});
  feature_maps maps;
  for (std::size_t k = 0; k < 4; ++k) {
    auto const layer = weights.of("layer" + std::to_string(k + 1));
    for (int i = 0; i < form.blocks[k]; ++i)
      x = residual_block(layer.of(static_cast<std::size_t>(i)), x, form.bottleneck, width << k,
                         i == 0 && k > 0 ? 2 : 1);
    maps[k] = x;
  }
  return maps;
}

/// Convolution, batch normalisation and ReLU6, under torchvision's names 0 and 1.
[[nodiscard]] inline node relu6_block(named_weights const& weights, node const& x, convolution_form const& form) {
  return std::make_shared<ov::op::v0::Clamp>(openvino::normalised_convolution(weights, "0", "1", x, form), 0, 6);
}

[[nodiscard]] inline node inverted_residual(named_weights const& weights, node const& x,
                                            mobilenet_v2_architecture::block const& form) {
  std::int64_t const inner = form.in * form.expansion;
  std::size_t number = 0;
  auto y = x;
  if (form.expansion != 1) y = relu6_block(weights.of(number++), y, {inner, 1});
  y = relu6_block(weights.of(number++), y, {inner, 3, form.stride, /*by_channel=*/true});
  y = openvino::normalised_convolution(weights, std::to_string(number), std::to_string(number + 1), y, {form.out, 1});
  return form.has_shortcut() ? openvino::sum(x, y) : y;
}

[[nodiscard]] inline feature_maps mobilenet_v2(named_weights const& weights, std::int64_t width, node const& image) {
  auto const form = mobilenet_v2_architecture::of(width);
  auto const layers = weights.of("features");
  auto x = relu6_block(layers.of(std::size_t{0}), image, {form.stem, 3, 2});
  feature_maps maps;
  for (std::size_t i = 0, k = 0; i < form.blocks.size(); ++i) {
    x = inverted_residual(layers.of(i + 1).of("conv"), x, form.blocks[i]);
    if (i + 1 == form.last_of_stride[k]) maps[k++] = x;
  }
  return maps;
}

}  // namespace detail

/// The feature maps of the backbone `name` (`resnet18`, `resnet34`, `resnet50`, `mobilenet_v2`) over `image`; `width`
/// 64 is the published network. Throws `option_error` `network.backbone` on another name, and what `weights` throws.
[[nodiscard]] inline feature_maps backbone(named_weights const& weights, std::string const& name, std::int64_t width,
                                           node const& image) {
  if (name == "mobilenet_v2") return detail::mobilenet_v2(weights, width, image);
  if (auto const form = resnet_architecture::named(name)) return detail::resnet(weights, *form, width, image);
  throw option_error("network.backbone",
                     "unknown backbone '" + name + "': expected resnet18, resnet34, resnet50 or mobilenet_v2");
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_BACKBONE_HPP
