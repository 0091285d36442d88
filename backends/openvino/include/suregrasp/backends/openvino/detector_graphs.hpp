#ifndef SUREGRASP_BACKENDS_OPENVINO_DETECTOR_GRAPHS_HPP
#define SUREGRASP_BACKENDS_OPENVINO_DETECTOR_GRAPHS_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <openvino/core/model.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/squeeze.hpp>
#include <string>
#include <suregrasp/backends/openvino/backbone.hpp>
#include <suregrasp/detect/detector_options.hpp>

namespace suregrasp::inline v2::openvino {

/// What a detector computes, as graphs for batches and images of any size.
struct detector_graphs {
  using graph = std::shared_ptr<ov::Model>;

  graph colour;            ///< `[N, 3, H, W]` to the four levels of the pyramid, `[N, H, W, C]` each
  graph colour_and_depth;  ///< two of them to the same; nothing for a detector without a depth branch
  graph heat;              ///< the finest level to the heatmap `[N, H, W]`
  graph heads;             ///< a window `[M, r * r * C]` of each level to the encoded poses `[M, P]` of each head
};

namespace detail {

using parameter = std::shared_ptr<ov::op::v0::Parameter>;

[[nodiscard]] inline parameter input(ov::PartialShape const& shape) {
  return std::make_shared<ov::op::v0::Parameter>(ov::element::f32, shape);
}

/// Every map in `channels` channels, the coarser added to the finer if `top_down`, and smoothed (Lin et al. 2017).
[[nodiscard]] inline feature_maps feature_pyramid(named_weights const& weights, feature_maps maps,
                                                  std::int64_t channels, bool top_down) {
  for (std::size_t k = 4; k-- > 0;) {
    maps[k] = openvino::convolution(weights.of("lateral"), std::to_string(k), maps[k], {channels, 1});
    if (top_down && k < 3) maps[k] = openvino::sum(maps[k], openvino::enlarged(maps[k + 1], enlargement::nearest));
  }
  for (std::size_t k = 0; k < 4; ++k)
    maps[k] = openvino::relu(openvino::convolution(weights.of("smooth"), std::to_string(k), maps[k], {channels, 3}));
  return maps;
}

/// The logits `[N, 1, H, W]` that LocNet draws over the finest level `[N, C, H / 4, W / 4]`.
[[nodiscard]] inline node locnet(named_weights const& weights, node const& finest) {
  std::int64_t const channels = channels_of(finest);
  auto const block = [&](char const* name, node const& x, std::int64_t out, std::int64_t stride = 1) {
    return openvino::relu(openvino::normalised_convolution(weights.of(name), "0", "1", x, {out, 3, stride}));
  };
  auto const twice = [](node const& x) { return openvino::enlarged(x, enlargement::bilinear); };
  auto const s4 = block("enter", finest, channels);
  auto const s8 = block("down8", s4, channels, 2);
  auto const s16 = block("down16", s8, channels, 2);
  auto x = block("up8", openvino::sum(twice(s16), s8), channels);
  x = block("up4", openvino::sum(twice(x), s4), channels);
  x = block("up2", twice(x), channels / 2);
  return twice(openvino::convolution(weights, "draw", x, {1, 1}));
}

/// The pyramid of `maps` as a graph of `inputs`, channels last.
[[nodiscard]] inline detector_graphs::graph pyramid_graph(named_weights const& weights, detector_options const& options,
                                                          feature_maps const& maps, ov::ParameterVector const& inputs) {
  ov::OutputVector levels;
  for (auto const& map : feature_pyramid(weights.of("pyramid"), maps, options.pyramid_channels, options.top_down))
    levels.push_back(openvino::transposed(map, {0, 2, 3, 1}));
  return std::make_shared<ov::Model>(levels, inputs);
}

[[nodiscard]] inline detector_graphs::graph heat_graph(named_weights const& weights, detector_options const& options) {
  auto const finest = input({-1, -1, -1, options.pyramid_channels});
  auto const logits = locnet(weights.of("locnet"), openvino::transposed(finest, {0, 3, 1, 2}));
  auto const channel = ov::op::v0::Constant::create(ov::element::i64, {1}, {1});
  auto const flat = std::make_shared<ov::op::v0::Squeeze>(logits, channel);
  return std::make_shared<ov::Model>(ov::OutputVector{std::make_shared<ov::op::v0::Sigmoid>(flat)},
                                     ov::ParameterVector{finest});
}

[[nodiscard]] inline detector_graphs::graph heads_graph(named_weights const& weights, detector_options const& options) {
  ov::ParameterVector windows;
  ov::OutputVector poses;
  for (std::size_t k = 0; k < detector_options::strides.size(); ++k) {
    windows.push_back(input({-1, options.pyramid_channels * options.crop_size * options.crop_size}));
    auto const head = weights.of("posenet.heads").of(k);
    auto const hidden = openvino::relu(openvino::linear(head, "0", windows.back(), options.hidden));
    poses.push_back(openvino::linear(head, "2", hidden, options.encoding.columns()));
  }
  return std::make_shared<ov::Model>(poses, windows);
}

}  // namespace detail

/// The graphs of a detector. Throws `option_error` for options that make none (`check_detector`), and what `source`
/// throws.
[[nodiscard]] inline detector_graphs graphs_of(detector_options const& options, weight_source const& source) {
  check_detector(options);
  named_weights const weights(source);
  auto const branches = weights.of("branches");
  auto const rgb = detail::input({-1, 3, -1, -1});
  auto maps = openvino::backbone(branches.of("rgb"), options.backbone, options.width, rgb);
  detector_graphs graphs{.colour = detail::pyramid_graph(weights, options, maps, {rgb}),
                         .colour_and_depth = nullptr,
                         .heat = detail::heat_graph(weights, options),
                         .heads = detail::heads_graph(weights, options)};
  if (!options.depth_branch) return graphs;
  auto const depth = detail::input({-1, 3, -1, -1});
  auto const depth_maps = openvino::backbone(branches.of("depth"), options.backbone, options.width, depth);
  for (std::size_t k = 0; k < maps.size(); ++k) maps[k] = openvino::sum(maps[k], depth_maps[k]);
  graphs.colour_and_depth = detail::pyramid_graph(weights, options, maps, {rgb, depth});
  return graphs;
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_DETECTOR_GRAPHS_HPP
