#ifndef SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP
#define SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/impl/checked_network.hpp>
#include <suregrasp/detect/votes/impl/image_symmetry.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A `grasp_network` that is shown each image in up to eight views: as it is, mirrored, turned, and both. Heatmaps are
/// mapped back and averaged, and the heads of all views vote, so that M_uc also tells how much a pose depends on the
/// orientation of the image (test-time augmentation, Wang et al. 2019). Costs as much as that many images.
template <tensor_backend B, grasp_network<B> Network>
class symmetric_views : public network_adaptor<Network> {
 public:
  using levels_type = std::vector<level<tensor_t<B>>>;

  /// `views`: 1, the image alone; 2, also with left and right exchanged; 4, also with top and bottom exchanged; 8, also
  /// with x and y exchanged. Throws `option_error` `views.count` for another number, and `views.raw_angle` for more
  /// than one view of a network that regresses theta itself: its jump from pi/2 to -pi/2 can't be mirrored.
  symmetric_views(B be, Network network, std::size_t views)
      : network_adaptor<Network>(std::move(network)), be_(std::move(be)), count_(views), move_(be_) {
    if (views != 1 && views != 2 && views != 4 && views != 8)
      throw option_error("views.count", "expected 1, 2, 4 or 8 views, got " + std::to_string(views));
    if (views > 1 && this->encoding().angle == angle_code::raw)
      throw option_error("views.raw_angle", "only poses in double angles can be carried from one view to another");
    for (auto const& s : detail::image_symmetries) {
      slope_signs_.push_back(suregrasp::constants(be_, {1, 1.0 * (s.a + s.b), 1.0 * (s.c + s.d)}, {1, 3, 1, 1}));
      pose_signs_.push_back(
          suregrasp::constants(be_, {s.exchanges_axes() ? -1.0 : 1.0, 1.0 * (s.a * s.d + s.b * s.c), 1, 1}, {1, 4}));
    }
  }

  /// As the network; where x and y are exchanged, squares alone.
  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const
    requires takes_sizes<Network>
  {
    return (count_ < 8 || height == width) && this->network().takes(height, width);
  }

  /// The levels of a batch that holds the images in the first view, then in the second, and so on. Throws `shape_error`
  /// `shape.network_input` for images of another size than the network states.
  [[nodiscard]] levels_type features(image_batch<tensor_t<B>> const& images) const {
    if (count_ == 1) return this->network().features(images);
    asked().require_images(images);
    std::vector<tensor_t<B>> rgb, depth;
    for (std::size_t v = 0; v < count_; ++v) {
      rgb.push_back(move_(images.rgb, view(v)));
      if (images.depth) depth.push_back(turned_slopes(move_(*images.depth, view(v)), v));
    }
    image_batch<tensor_t<B>> all{be_.concat(std::span<tensor_t<B> const>(rgb), 0), {}};
    if (images.depth) all.depth = be_.concat(std::span<tensor_t<B> const>(depth), 0);
    return asked().features(all);
  }

  /// The mean of `heats`. Throws what that throws.
  [[nodiscard]] tensor_t<B> heat(levels_type const& levels) const { return suregrasp::mean_over(be_, heats(levels)); }

  /// What the network draws in each view, `[N, H, W]` as it lies in the first. Throws `shape_error`
  /// `shape.network_heat` for an answer that is not a heatmap of each image in each view.
  [[nodiscard]] std::vector<tensor_t<B>> heats(levels_type const& levels) const {
    if (count_ == 1) return {this->network().heat(levels)};
    auto const all = asked().heat(levels);
    std::int64_t const images = be_.shape(all)[0] / count();
    if (images * count() != be_.shape(all)[0])
      throw shape_error("shape.network_heat", "heat(levels) of the network: expected heatmaps of " +
                                                  std::to_string(count_) + " views of each image, got shape " +
                                                  to_string(be_.shape(all)));
    std::vector<tensor_t<B>> each{suregrasp::slice(be_, all, 0, 0, images)};
    for (std::size_t v = 1; v < count_; ++v)
      each.push_back(
          move_(suregrasp::slice(be_, all, 0, static_cast<std::int64_t>(v) * images, images), view(v).inverse()));
    return each;
  }

  /// The heads at the locations in the first view, then in the second, and so on. Throws `shape_error` `shape.heads`
  /// for an answer of another shape than `[M, P]` per head.
  [[nodiscard]] std::vector<tensor_t<B>> poses(levels_type const& levels, std::span<location const> at) const {
    if (count_ == 1) return this->network().poses(levels, at);
    asked().require_levels(levels, count());
    std::int64_t const images = be_.shape(levels.front().features)[0] / count();
    auto const [height, width] = asked().image_size(levels);
    std::vector<location> everywhere;
    for (std::size_t v = 0; v < count_; ++v) {
      auto const to_view = view(v).map(height, width);
      for (auto const& each : at) {
        auto const [x, y] = to_view(point<double>{each.x, each.y});
        everywhere.push_back({each.image + static_cast<std::int64_t>(v) * images, x, y});
      }
    }
    auto const all = asked().poses(levels, std::span<location const>(everywhere));
    std::vector<tensor_t<B>> heads;
    for (std::size_t v = 0; v < count_; ++v)
      for (auto const& head : all) {
        auto const own = suregrasp::slice(be_, head, 0, static_cast<std::int64_t>(v) * std::ssize(at), std::ssize(at));
        heads.push_back(be_.mul(own, pose_signs_[v]));
      }
    return heads;
  }

 private:
  [[nodiscard]] auto asked() const { return detail::checked_network<B, Network>(be_, this->network()); }

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(count_); }
  [[nodiscard]] static detail::image_symmetry const& view(std::size_t v) { return detail::image_symmetries[v]; }

  /// Depth and its two derivatives `[N, 3, S, S]` whose pixels have been moved: the gradient turns along.
  [[nodiscard]] tensor_t<B> turned_slopes(tensor_t<B> const& depth, std::size_t v) const {
    bool const exchanged = view(v).exchanges_axes();
    std::array<std::int64_t, 3> const channels{0, exchanged ? 2 : 1, exchanged ? 1 : 2};
    return be_.mul(be_.take(depth, channels, 1), slope_signs_[v]);
  }

  B be_;
  std::size_t count_;
  detail::image_mover<B> move_;
  std::vector<tensor_t<B>> slope_signs_;  ///< by view: how the derivatives of depth turn
  /// By view, the signs that map an encoded pose back to the image itself: a mirror changes theta to -theta, an
  /// exchange of the axes to pi/2 - theta.
  std::vector<tensor_t<B>> pose_signs_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP
