#ifndef SUREGRASP_DETECT_IMPL_CHECKED_NETWORK_HPP
#define SUREGRASP_DETECT_IMPL_CHECKED_NETWORK_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/impl/require_heads.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// A network whose answers are looked at before anything is computed from them: what is not of the shape that
/// `grasp_network` promises is refused by the name of the function that answered. Costs the shapes alone.
///
/// Refers to `be` and `network`, which have to outlive it.
template <tensor_backend B, grasp_network<B> Network>
class checked_network {
 public:
  using tensor = tensor_t<B>;
  using levels_type = std::vector<level<tensor>>;

  checked_network(B const& be, Network const& network) : be_(be), network_(network) {}

  /// Throws what `require_images` and `require_levels` throw.
  [[nodiscard]] levels_type features(image_batch<tensor> const& images) const {
    require_images(images);
    auto levels = network_.features(images);
    require_levels(levels, be_.shape(images.rgb).front());
    return levels;
  }

  /// Throws `shape_error` `shape.network_input` for images of another size than the network states or takes.
  void require_images(image_batch<tensor> const& images) const {
    auto const batch = be_.shape(images.rgb);
    extents expected{batch.empty() ? 0 : batch.front(), 3, side(), side()};
    if (batch.size() == 4 && suregrasp::takes_size(network_, batch[2], batch[3]))
      expected[2] = batch[2], expected[3] = batch[3];
    for (auto const* each : {&images.rgb, images.depth ? &*images.depth : nullptr})
      if (each != nullptr && be_.shape(*each) != expected)
        refuse("shape.network_input", "what is given to features(images)",
               "images [N, 3, S, S] = " + to_string(expected) + " of the stated input_size()", be_.shape(*each));
  }

  /// Throws `shape_error` `shape.network_levels` unless there are levels `[K, H, W, C]`, all with one K, a multiple of
  /// the number of images: a network that looks at each of them in several views keeps the features of every view.
  void require_levels(levels_type const& levels, std::int64_t images) const {
    std::string const expected =
        "levels [N, H, W, C] with N a multiple of " + std::to_string(images) + " and one for all";
    if (levels.empty())
      throw shape_error("shape.network_levels", "features(images) of the network: expected " + expected + ", got none");
    auto const first = be_.shape(levels.front().features);
    for (auto const& each : levels) {
      auto const shape = be_.shape(each.features);
      bool const fits =
          shape.size() == 4 && shape[0] == first[0] && element_count(shape) > 0 && images > 0 && shape[0] % images == 0;
      if (!fits) refuse("shape.network_levels", "features(images)", expected, shape);
      if (each.stride < 1)
        throw shape_error(
            "shape.network_levels",
            "features(images) of the network: expected strides of at least 1, got " + std::to_string(each.stride));
    }
  }

  /// Height and width of the images that levels are of.
  [[nodiscard]] std::array<std::int64_t, 2> image_size(levels_type const& levels) const {
    if constexpr (takes_sizes<Network>) {
      auto const shape = be_.shape(levels.at(0).features);
      if (shape.size() == 4) return {shape[1] * levels[0].stride, shape[2] * levels[0].stride};
    }
    return {side(), side()};
  }

  /// Throws `shape_error` `shape.network_heat` unless the answer is `[N, H, W]`, the size of the images, for `images`
  /// images where their number is given.
  [[nodiscard]] tensor heat(levels_type const& levels, std::optional<std::int64_t> images = {}) const {
    auto heat = network_.heat(levels);
    auto const shape = be_.shape(heat);
    auto const [height, width] = image_size(levels);
    extents const expected{images.value_or(shape.empty() ? 0 : shape.front()), height, width};
    if (shape != expected)
      refuse("shape.network_heat", "heat(levels)", "a heatmap [N, H, W] = " + to_string(expected), shape);
    return heat;
  }

  /// Throws `shape_error` `shape.heads` unless the answer is one tensor `[M, P]` per head.
  [[nodiscard]] std::vector<tensor> poses(levels_type const& levels, std::span<location const> at) const {
    auto heads = network_.poses(levels, at);
    pose_encoding const code = network_.encoding();
    detail::require_heads(be_, std::span<tensor const>(heads), {std::ssize(at), code.columns()},
                          "poses(levels, at) of the network");
    return heads;
  }

 private:
  [[nodiscard]] std::int64_t side() const { return network_.input_size(); }

  [[noreturn]] static void refuse(char const* id, std::string const& asked, std::string const& expected,
                                  extents const& got) {
    throw shape_error(id, asked + " of the network: expected " + expected + ", got shape " + to_string(got));
  }

  B const& be_;
  Network const& network_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DETECT_IMPL_CHECKED_NETWORK_HPP
