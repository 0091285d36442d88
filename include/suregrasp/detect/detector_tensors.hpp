#ifndef SUREGRASP_DETECT_DETECTOR_TENSORS_HPP
#define SUREGRASP_DETECT_DETECTOR_TENSORS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/detect/backbone_architecture.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Name and shape of a tensor.
using named_shape = std::pair<std::string, extents>;

namespace detail {

/// Collects the tensors of a detector by their names.
class tensor_shapes {
 public:
  using channels = std::array<std::int64_t, 4>;  ///< of the maps of strides 4, 8, 16 and 32

  std::vector<named_shape> all;

  /// Of a backbone whose names begin with `name`; returns the channels of its maps.
  channels add_backbone(std::string const& name, detector_options const& options) {
    if (options.backbone == "mobilenet_v2") return add_mobilenet(name, mobilenet_v2_architecture::of(options.width));
    if (auto const form = resnet_architecture::named(options.backbone)) return add_resnet(name, *form, options.width);
    throw option_error("network.backbone", "unknown backbone '" + options.backbone +
                                               "': expected resnet18, resnet34, resnet50 or mobilenet_v2");
  }

  void add_pyramid(channels const& maps, std::int64_t wide) {
    for (std::size_t k = 0; k < maps.size(); ++k) {
      add_layer("pyramid.lateral." + std::to_string(k), {wide, maps[k], 1, 1});
      add_layer("pyramid.smooth." + std::to_string(k), {wide, wide, 3, 3});
    }
  }

  void add_locnet(std::int64_t wide) {
    for (char const* block : {"enter", "down8", "down16", "up8", "up4"}) add_block("locnet.", block, wide, wide);
    add_block("locnet.", "up2", wide / 2, wide);
    add_layer("locnet.draw", {1, wide / 2, 1, 1});
  }

  void add_heads(detector_options const& options) {
    auto const window = options.pyramid_channels * options.crop_size * options.crop_size;
    for (std::size_t k = 0; k < detector_options::strides.size(); ++k) {
      auto const head = "posenet.heads." + std::to_string(k);
      add_layer(head + ".0", {options.hidden, window});
      add_layer(head + ".2", {options.encoding.columns(), options.hidden});
    }
  }

 private:
  /// Weights of a layer, and a bias for each of its outputs.
  void add_layer(std::string const& name, extents const& weights) {
    all.emplace_back(name + ".weight", weights);
    all.emplace_back(name + ".bias", extents{weights[0]});
  }

  /// A convolution without bias and the normalisation behind it.
  void add_normalised(std::string const& name, std::string const& normalisation, extents const& weights) {
    all.emplace_back(name + ".weight", weights);
    for (char const* part : {".weight", ".bias", ".running_mean", ".running_var"})
      all.emplace_back(normalisation + part, extents{weights[0]});
  }

  void add_block(std::string const& part, std::string const& name, std::int64_t out, std::int64_t in) {
    add_normalised(part + name + ".0", part + name + ".1", {out, in, 3, 3});
  }

  channels add_resnet(std::string const& name, resnet_architecture const& form, std::int64_t width) {
    add_normalised(name + ".conv1", name + ".bn1", {width, 3, 7, 7});
    channels maps{};
    auto in = width;
    for (std::size_t k = 0; k < maps.size(); ++k)
      for (int i = 0; i < form.blocks[k]; ++i) {
        auto const block = name + ".layer" + std::to_string(k + 1) + "." + std::to_string(i);
        auto const inner = width << k;
        maps[k] = inner * form.expansion();
        add_residual_block(block, form.bottleneck, in, inner);
        if (in != maps[k]) add_normalised(block + ".downsample.0", block + ".downsample.1", {maps[k], in, 1, 1});
        in = maps[k];
      }
    return maps;
  }

  void add_residual_block(std::string const& block, bool bottleneck, std::int64_t in, std::int64_t inner) {
    auto const step = [&](char const* number, extents const& weights) {
      add_normalised(block + ".conv" + number, block + ".bn" + number, weights);
    };
    step("1", bottleneck ? extents{inner, in, 1, 1} : extents{inner, in, 3, 3});
    step("2", {inner, inner, 3, 3});
    if (bottleneck) step("3", {4 * inner, inner, 1, 1});
  }

  channels add_mobilenet(std::string const& name, mobilenet_v2_architecture const& form) {
    add_normalised(name + ".features.0.0", name + ".features.0.1", {form.stem, 3, 3, 3});
    for (std::size_t i = 0; i < form.blocks.size(); ++i)
      add_inverted_residual(name + ".features." + std::to_string(i + 1) + ".conv.", form.blocks[i]);
    channels maps{};
    for (std::size_t k = 0; k < maps.size(); ++k) maps[k] = form.blocks[form.last_of_stride[k] - 1].out;
    return maps;
  }

  void add_inverted_residual(std::string const& block, mobilenet_v2_architecture::block const& form) {
    auto const inner = form.in * form.expansion;
    int number = 0;
    auto const step = [&](extents const& weights) {
      auto const name = block + std::to_string(number++);
      add_normalised(name + ".0", name + ".1", weights);
    };
    if (form.expansion != 1) step({inner, form.in, 1, 1});
    step({inner, 1, 3, 3});
    add_normalised(block + std::to_string(number), block + std::to_string(number + 1), {form.out, inner, 1, 1});
  }
};

}  // namespace detail

/// Names and shapes of the tensors that a detector of these options consists of, as every model file has them.
/// Convolutions `[out, in, k, k]`, linear layers `[out, in]`, the rest `[out]`. Throws `option_error` as
/// `check_detector`, and `network.backbone`.
[[nodiscard]] inline std::vector<named_shape> detector_tensors(detector_options const& options) {
  check_detector(options);
  detail::tensor_shapes shapes;
  auto const maps = shapes.add_backbone("branches.rgb", options);
  if (options.depth_branch) (void)shapes.add_backbone("branches.depth", options);
  shapes.add_pyramid(maps, options.pyramid_channels);
  shapes.add_locnet(options.pyramid_channels);
  shapes.add_heads(options);
  return std::move(shapes.all);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DETECTOR_TENSORS_HPP
