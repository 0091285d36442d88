#ifndef SUREGRASP_DETECT_GRASP_NETWORK_HPP
#define SUREGRASP_DETECT_GRASP_NETWORK_HPP

#include <concepts>
#include <optional>
#include <span>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Images as a network takes them.
template <class Tensor>
struct image_batch {
  Tensor rgb;                   ///< `[N, 3, S, S]`, normalised colour
  std::optional<Tensor> depth;  ///< `[N, 3, S, S]`: depth and its two Sobel derivatives; nothing where there is none
};

/// A network that detection and evaluation can run: features of images, a heatmap `[N, S, S]` from the features, and
/// one encoded pose `[M, P]` a head at given locations. Model: `libtorch::inference`.
template <class N, class B>
concept grasp_network =
    tensor_backend<B> && requires(N const& network, image_batch<tensor_t<B>> const& images,
                                  std::vector<level<tensor_t<B>>> const& levels, std::span<location const> at) {
      { network.options() } -> std::convertible_to<detector_options const&>;
      { network.features(images) } -> std::same_as<std::vector<level<tensor_t<B>>>>;
      { network.heat(levels) } -> std::same_as<tensor_t<B>>;
      { network.poses(levels, at) } -> std::same_as<std::vector<tensor_t<B>>>;
    };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_GRASP_NETWORK_HPP
