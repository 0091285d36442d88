#ifndef SUREGRASP_DETECT_GRASP_NETWORK_HPP
#define SUREGRASP_DETECT_GRASP_NETWORK_HPP

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Images as a network takes them.
template <class Tensor>
struct image_batch {
  Tensor rgb;                   ///< `[N, 3, H, W]`, normalised colour
  std::optional<Tensor> depth;  ///< `[N, 3, H, W]`: depth and its two Sobel derivatives; nothing where there is none
};

/// A network that detection and evaluation can run: features of images, a heatmap from the features, and encoded poses
/// at given locations.
///
/// Minimal complete definition: `encoding()`, what the numbers of a pose mean; `fusion()`, how the poses of its heads
/// are fused; `input_size()`, the side S of its square input in pixels; `features(images)`, at least one level
/// `[N, H, W, C]`; `heat(levels)`, `[N, S, S]` in [0, 1]: how likely each pixel is the centre of a grasp;
/// `poses(levels, at)`, one tensor `[M, P]` per head for M locations, P = `encoding().columns()`. Answers of other
/// shapes, and numbers that are not finite, are refused where they come in.
/// Optional: `takes(height, width)`, whether images of another size than S by S are fine as well, see `takes_sizes`.
/// Laws: `levels_cover_the_input`, `heat_has_the_size_of_the_input`, `heat_is_a_probability`,
/// `heads_answer_at_each_location`, `same_images_same_answers`, `a_location_stands_alone`, `an_image_stands_alone`,
/// `asking_changes_nothing`; `testing::check_network` holds a network to them.
/// Models: `libtorch::inference`, `openvino::inference`, `network_adaptor` and what derives from it, `ensemble`.
template <class N, class B>
concept grasp_network =
    tensor_backend<B> && requires(N const& network, image_batch<tensor_t<B>> const& images,
                                  std::vector<level<tensor_t<B>>> const& levels, std::span<location const> at) {
      { network.encoding() } -> std::convertible_to<pose_encoding>;
      { network.fusion() } -> std::convertible_to<fusion_options>;
      { network.input_size() } -> std::convertible_to<std::int64_t>;
      { network.features(images) } -> std::same_as<std::vector<level<tensor_t<B>>>>;
      { network.heat(levels) } -> std::same_as<tensor_t<B>>;
      { network.poses(levels, at) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

/// A network that also takes images of other sizes than its own, at the same scale: whether `[N, 3, H, W]` are fine is
/// what `takes(height, width)` says; the heatmap of such images is `[N, H, W]`, and the first level has H / stride by
/// W / stride pixels. It shares the work that windows of its own size would do twice where they overlap.
template <class N>
concept takes_sizes = requires(N const& network, std::int64_t side) {
  { network.takes(side, side) } -> std::convertible_to<bool>;
};

/// Whether a network takes images of this size: its own, or any other that it says it takes.
template <class Network>
[[nodiscard]] bool takes_size(Network const& network, std::int64_t height, std::int64_t width) {
  if (height == network.input_size() && width == network.input_size()) return true;
  if constexpr (takes_sizes<Network>) return network.takes(height, width);
  return false;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_GRASP_NETWORK_HPP
