#ifndef SUREGRASP_BACKENDS_OPENVINO_LAYERS_HPP
#define SUREGRASP_BACKENDS_OPENVINO_LAYERS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <openvino/core/node_output.hpp>
#include <openvino/op/add.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>
#include <openvino/op/interpolate.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/relu.hpp>
#include <openvino/op/transpose.hpp>
#include <string>
#include <suregrasp/backends/openvino/weights.hpp>
#include <vector>

/// Layers as nodes of a graph of OpenVINO, images as `[N, C, H, W]`; named and computed as LibTorch's.
namespace suregrasp::inline v2::openvino {

/// What a node of a graph gives out.
using node = ov::Output<ov::Node>;

/// A convolution padded so that only its stride makes the map smaller.
struct convolution_form {
  std::int64_t out;     ///< channels
  std::int64_t kernel;  ///< its side, odd
  std::int64_t stride = 1;
  bool by_channel = false;  ///< each channel is filtered by itself
};

/// Values that never change.
[[nodiscard]] inline node constant(extents const& shape, std::vector<float> const& values) {
  return std::make_shared<ov::op::v0::Constant>(ov::element::f32, ov::Shape(shape.begin(), shape.end()), values);
}

/// Channels of a map.
[[nodiscard]] inline std::int64_t channels_of(node const& map) { return map.get_partial_shape()[1].get_length(); }

/// The sum, broadcast where a shape has 1.
[[nodiscard]] inline node sum(node const& a, node const& b) { return std::make_shared<ov::op::v1::Add>(a, b); }
/// The larger of `x` and 0.
[[nodiscard]] inline node relu(node const& x) { return std::make_shared<ov::op::v0::Relu>(x); }

namespace detail {

/// Shape of a convolution's weights as LibTorch has it, `[out, in, k, k]`.
[[nodiscard]] inline extents weight_shape(node const& x, convolution_form const& form) {
  return {form.out, form.by_channel ? 1 : channels_of(x), form.kernel, form.kernel};
}

[[nodiscard]] inline node convolved(node const& x, convolution_form const& form, std::vector<float> const& weights,
                                    std::vector<float> const& bias) {
  auto const stride = static_cast<std::size_t>(form.stride);
  auto const shape = weight_shape(x, form);
  ov::Strides const strides{stride, stride}, dilations{1, 1};
  ov::CoordinateDiff const padding(2, form.kernel / 2);
  node y;
  if (form.by_channel)
    y = std::make_shared<ov::op::v1::GroupConvolution>(
        x, openvino::constant({form.out, 1, 1, form.kernel, form.kernel}, weights), strides, padding, padding,
        dilations);
  else
    y = std::make_shared<ov::op::v1::Convolution>(x, openvino::constant(shape, weights), strides, padding, padding,
                                                  dilations);
  return openvino::sum(y, openvino::constant({1, form.out, 1, 1}, bias));
}

}  // namespace detail

/// The convolution `name` with its bias.
[[nodiscard]] inline node convolution(named_weights const& weights, std::string const& name, node const& x,
                                      convolution_form const& form) {
  auto const own = weights.of(name);
  return detail::convolved(x, form, own("weight", detail::weight_shape(x, form)), own("bias", {form.out}));
}

/// The convolution `name`, without bias, and the batch normalisation `normalisation` behind it by its running
/// statistics, as one convolution.
[[nodiscard]] inline node normalised_convolution(named_weights const& weights, std::string const& name,
                                                 std::string const& normalisation, node const& x,
                                                 convolution_form const& form) {
  double constexpr epsilon = 1e-5;
  auto kernels = weights.of(name)("weight", detail::weight_shape(x, form));
  auto const norm = weights.of(normalisation);
  auto const scale = norm("weight", {form.out}), shift = norm("bias", {form.out});
  auto const mean = norm("running_mean", {form.out}), variance = norm("running_var", {form.out});
  std::vector<float> bias;
  std::size_t const count = kernels.size() / scale.size();
  for (std::size_t channel = 0; channel < scale.size(); ++channel) {
    double const factor = double{scale[channel]} / std::sqrt(double{variance[channel]} + epsilon);
    for (std::size_t i = channel * count; i < (channel + 1) * count; ++i)
      kernels[i] = static_cast<float>(double{kernels[i]} * factor);
    bias.push_back(static_cast<float>(double{shift[channel]} - double{mean[channel]} * factor));
  }
  return detail::convolved(x, form, kernels, bias);
}

/// The linear layer `name`: `[M, in]` to `[M, out]`.
[[nodiscard]] inline node linear(named_weights const& weights, std::string const& name, node const& x,
                                 std::int64_t out) {
  auto const own = weights.of(name);
  auto const matrix = openvino::constant({out, channels_of(x)}, own("weight", {out, channels_of(x)}));
  auto const product = std::make_shared<ov::op::v0::MatMul>(x, matrix, false, /*transpose_b=*/true);
  return openvino::sum(product, openvino::constant({1, out}, own("bias", {out})));
}

/// How a map is enlarged.
enum class enlargement {
  nearest,  ///< every pixel becomes four
  bilinear  ///< between pixel centres, as `align_corners=False` of LibTorch
};

/// A map of twice the height and width.
[[nodiscard]] inline node enlarged(node const& x, enlargement how) {
  using attributes = ov::op::util::InterpolateBase;
  bool const smooth = how == enlargement::bilinear;
  attributes::InterpolateAttrs const form(
      smooth ? attributes::InterpolateMode::LINEAR_ONNX : attributes::InterpolateMode::NEAREST,
      attributes::ShapeCalcMode::SCALES, {0, 0, 0, 0}, {0, 0, 0, 0},
      smooth ? attributes::CoordinateTransformMode::HALF_PIXEL : attributes::CoordinateTransformMode::ASYMMETRIC,
      attributes::NearestMode::FLOOR);
  auto const axes = ov::op::v0::Constant::create(ov::element::i64, {2}, {2, 3});
  return std::make_shared<ov::op::v11::Interpolate>(x, openvino::constant({2}, {2, 2}), axes, form);
}

/// The axes of `x` in another order.
[[nodiscard]] inline node transposed(node const& x, std::vector<std::int64_t> const& order) {
  return std::make_shared<ov::op::v1::Transpose>(x,
                                                 ov::op::v0::Constant::create(ov::element::i64, {order.size()}, order));
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_LAYERS_HPP
