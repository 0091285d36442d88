#ifndef SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP
#define SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/geometry/affine_map.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A `grasp_network` that looks at each image in up to eight ways: as it is, mirrored, turned, and turned and mirrored.
/// Heatmaps are carried back and averaged, and the heads of all views vote, so that M_uc also says how much a pose
/// depends on the way the image is held (test-time augmentation, Wang et al. 2019). Costs as much as that many images.
template <tensor_backend B, grasp_network<B> Network>
class symmetric_views : public network_adaptor<Network> {
 public:
  using levels_type = std::vector<level<tensor_t<B>>>;

  /// `views`: 1, the image alone; 2, also with left and right exchanged; 4, also with top and bottom exchanged; 8, also
  /// with x and y exchanged. Throws `option_error` `views.count` for another number, and `views.raw_angle` for more
  /// than one view of a network that regresses theta itself, whose jump at the wrap no mirror keeps.
  symmetric_views(B be, Network network, std::size_t views)
      : network_adaptor<Network>(std::move(network)), be_(std::move(be)), count_(views) {
    if (views != 1 && views != 2 && views != 4 && views != 8)
      throw option_error("views.count", "expected 1, 2, 4 or 8 views, got " + std::to_string(views));
    if (views > 1 && this->options().encoding.angle == angle_code::raw)
      throw option_error("views.raw_angle", "only poses in double angles can be carried from one view to another");
  }

  /// The levels of a batch that holds the images in the first view, then in the second, and so on.
  [[nodiscard]] levels_type features(image_batch<tensor_t<B>> const& images) const {
    if (count_ == 1) return this->network().features(images);
    std::vector<tensor_t<B>> rgb, depth;
    for (auto const& view : views()) {
      rgb.push_back(moved(images.rgb, view));
      if (images.depth) depth.push_back(turned_slopes(moved(*images.depth, view), view));
    }
    image_batch<tensor_t<B>> all{be_.concat(std::span<tensor_t<B> const>(rgb), 0), {}};
    if (images.depth) all.depth = be_.concat(std::span<tensor_t<B> const>(depth), 0);
    return this->network().features(all);
  }

  [[nodiscard]] tensor_t<B> heat(levels_type const& levels) const {
    if (count_ == 1) return this->network().heat(levels);
    auto const all = this->network().heat(levels);
    std::int64_t const images = be_.shape(all)[0] / count();
    auto sum = suregrasp::slice(be_, all, 0, 0, images);
    for (std::int64_t v = 1; v < count(); ++v)
      sum = be_.add(sum, moved(suregrasp::slice(be_, all, 0, v * images, images), inverse(view(v))));
    return suregrasp::scale(be_, sum, 1.0 / static_cast<double>(count_));
  }

  /// The heads at the places in the first view, then in the second, and so on.
  [[nodiscard]] std::vector<tensor_t<B>> poses(levels_type const& levels, std::span<location const> at) const {
    if (count_ == 1) return this->network().poses(levels, at);
    std::int64_t const images = be_.shape(levels.front().features)[0] / count();
    std::vector<location> everywhere;
    for (std::int64_t v = 0; v < count(); ++v) {
      auto const to_view = about_centre(view(v), this->options().input_size);
      for (auto const& place : at) {
        auto const [x, y] = to_view(point<double>{place.x, place.y});
        everywhere.push_back({place.image + v * images, x, y});
      }
    }
    auto const all = this->network().poses(levels, std::span<location const>(everywhere));
    std::vector<tensor_t<B>> heads;
    for (std::int64_t v = 0; v < count(); ++v)
      for (auto const& head : all)
        heads.push_back(axes_back(suregrasp::slice(be_, head, 0, v * std::ssize(at), std::ssize(at)), view(v)));
    return heads;
  }

 private:
  /// The linear part of a view's map, in image coordinates about the image's centre.
  struct symmetry {
    int a, b, c, d;
    [[nodiscard]] bool exchanges_axes() const { return a == 0; }
  };

  static constexpr std::array<symmetry, 8> all_views{{{1, 0, 0, 1},
                                                      {-1, 0, 0, 1},
                                                      {1, 0, 0, -1},
                                                      {-1, 0, 0, -1},
                                                      {0, 1, 1, 0},
                                                      {0, 1, -1, 0},
                                                      {0, -1, 1, 0},
                                                      {0, -1, -1, 0}}};

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(count_); }
  [[nodiscard]] std::span<symmetry const> views() const { return std::span(all_views).first(count_); }
  [[nodiscard]] static symmetry const& view(std::int64_t v) { return all_views[static_cast<std::size_t>(v)]; }

  /// A symmetry is orthogonal: its transpose undoes it.
  [[nodiscard]] static symmetry inverse(symmetry const& s) { return {s.a, s.c, s.b, s.d}; }

  /// The map of pixel centres in a square of `side` pixels.
  [[nodiscard]] static affine_map<double> about_centre(symmetry const& s, std::int64_t side) {
    double const last = static_cast<double>(side) - 1;
    auto const shift = [&](int first, int second) { return first + second < 0 ? last : 0; };
    return {1.0 * s.a, 1.0 * s.b, shift(s.a, s.b), 1.0 * s.c, 1.0 * s.d, shift(s.c, s.d)};
  }

  /// Images `[..., S, S]` under a symmetry: pixel `s(p)` of the result is pixel p.
  [[nodiscard]] tensor_t<B> moved(tensor_t<B> const& images, symmetry const& s) const {
    auto const shape = be_.shape(images);
    std::int64_t const side = shape.back(), pixels = side * side;
    auto const from = about_centre(inverse(s), side);
    std::vector<std::int64_t> order;
    order.reserve(static_cast<std::size_t>(pixels));
    for (std::int64_t y = 0; y < side; ++y)
      for (std::int64_t x = 0; x < side; ++x) {
        auto const p = from(point<double>{static_cast<double>(x), static_cast<double>(y)});
        order.push_back(static_cast<std::int64_t>(p.y) * side + static_cast<std::int64_t>(p.x));
      }
    auto const planes = static_cast<std::int64_t>(element_count(shape)) / pixels;
    return be_.reshape(be_.take(be_.reshape(images, {planes, pixels}), order, 1), shape);
  }

  /// Depth and its two derivatives `[N, 3, S, S]` whose pixels have been moved: the gradient turns along.
  [[nodiscard]] tensor_t<B> turned_slopes(tensor_t<B> const& depth, symmetry const& s) const {
    std::array<std::int64_t, 3> const channels{0, s.exchanges_axes() ? 2 : 1, s.exchanges_axes() ? 1 : 2};
    std::array<scalar_t<B>, 3> const signs{1, static_cast<scalar_t<B>>(s.a + s.b), static_cast<scalar_t<B>>(s.c + s.d)};
    return be_.mul(be_.take(depth, channels, 1), be_.from_host(host_view<scalar_t<B> const>({1, 3, 1, 1}, signs)));
  }

  /// Encoded poses `[M, P]` of a view as the image itself would show them: a mirror turns theta's sign, an exchange of
  /// the axes takes theta from a right angle.
  [[nodiscard]] tensor_t<B> axes_back(tensor_t<B> const& poses, symmetry const& s) const {
    int const across = s.exchanges_axes() ? -1 : 1, hand = s.exchanges_axes() ? s.b * s.c : s.a * s.d;
    std::array<scalar_t<B>, 4> const signs{static_cast<scalar_t<B>>(across), static_cast<scalar_t<B>>(hand), 1, 1};
    return be_.mul(poses, be_.from_host(host_view<scalar_t<B> const>({1, 4}, signs)));
  }

  B be_;
  std::size_t count_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_SYMMETRIC_VIEWS_HPP
