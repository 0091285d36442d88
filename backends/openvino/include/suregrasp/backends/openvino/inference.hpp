#ifndef SUREGRASP_BACKENDS_OPENVINO_INFERENCE_HPP
#define SUREGRASP_BACKENDS_OPENVINO_INFERENCE_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <suregrasp/backends/openvino/backend.hpp>
#include <suregrasp/backends/openvino/compiled_graph.hpp>
#include <suregrasp/backends/openvino/detector_graphs.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <vector>

namespace suregrasp::inline v2::openvino {

/// The pyramid of a batch of images, finest level first.
using pyramid_levels = std::vector<level<tensor>>;

/// A detector as something to ask, computed by OpenVINO on the processor. Several threads may ask it at once.
class inference {
 public:
  /// Throws what `graphs_of` and `compiled_graph` throw.
  inference(detector_options const& options, weight_source const& weights, inference_options const& how = {})
      : inference(options, openvino::graphs_of(options, weights), how) {}

  [[nodiscard]] detector_options const& options() const { return options_; }
  [[nodiscard]] pose_encoding encoding() const { return options_.encoding; }
  [[nodiscard]] fusion_options fusion() const { return options_.fusion; }
  [[nodiscard]] std::int64_t input_size() const { return options_.input_size; }

  /// Whether images of this size are fine: any whose sides are multiples of 32 pixels, the coarsest stride.
  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const {
    return height >= 32 && width >= 32 && height % 32 == 0 && width % 32 == 0;
  }

  [[nodiscard]] pyramid_levels features(image_batch<tensor> const& images) const {
    auto const maps = images.depth && colour_and_depth_ ? (*colour_and_depth_)(std::vector{images.rgb, *images.depth})
                                                        : colour_(std::vector{images.rgb});
    pyramid_levels levels;
    for (std::size_t k = 0; k < maps.size(); ++k) levels.push_back({maps[k], detector_options::strides[k]});
    return levels;
  }

  [[nodiscard]] tensor heat(pyramid_levels const& levels) const {
    return heat_(std::vector{levels.front().features}).front();
  }

  [[nodiscard]] std::vector<tensor> poses(pyramid_levels const& levels, std::span<location const> at) const {
    backend const be;
    auto const count = std::ssize(at), columns = options_.encoding.columns();
    if (at.empty()) return std::vector<tensor>(levels.size(), be.from_host({{0, columns}, {}}));
    std::vector<tensor> windows;
    for (auto const& each : levels) {
      auto const window = suregrasp::crop(be, each, at, options_.crop_size);
      windows.push_back(be.reshape(window, {count, std::int64_t(element_count(window.shape)) / count}));
    }
    return heads_(windows);
  }

  /// A detector of graphs as `graphs_of` makes them.
  inference(detector_options const& options, detector_graphs const& graphs, inference_options const& how,
            ov::Core const& core = ov::Core())
      : options_(options),
        colour_(graphs.colour, how, compilation::each_shape, core),
        heat_(graphs.heat, how, compilation::each_shape, core),
        heads_(graphs.heads, how, compilation::any_shape, core) {
    if (options.depth_branch) colour_and_depth_.emplace(graphs.colour_and_depth, how, compilation::each_shape, core);
  }

 private:
  detector_options options_;
  compiled_graph colour_, heat_, heads_;
  std::optional<compiled_graph> colour_and_depth_;
};

static_assert(grasp_network<inference, backend>);

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_INFERENCE_HPP
