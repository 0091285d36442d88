#ifndef SUREGRASP_DETECT_IMPL_WINDOWED_IMAGE_HPP
#define SUREGRASP_DETECT_IMPL_WINDOWED_IMAGE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/impl/window_grid.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/whole_image_options.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Windows for an image that is `height` by `width` pixels large at the scale of the network: one over all of it where
/// the network takes that size, else as few as do. Throws `option_error` `option.scale` for more than 2^26 pixels, and
/// sides beyond 32000.
template <class Network>
[[nodiscard]] window_grid windows_over(Network const& network, double height, double width,
                                       whole_image_options const& options) {
  constexpr double most_pixels = 1 << 26, most_side = 32000;  // OpenCV turns and scales no sides of 32767 and more
  if (!(height * width <= most_pixels && std::max(height, width) <= most_side))
    throw option_error("option.scale", "expected to show the network at most " + text_of(most_pixels) +
                                           " pixels and sides of 32000, at this scale they are " +
                                           text_of(std::ceil(width)) + " by " + text_of(std::ceil(height)) +
                                           ": choose a smaller scale or cut the picture");
  std::int64_t const side = network.input_size();
  auto const whole = [](double length) { return static_cast<std::int64_t>(std::ceil(length - 1e-6)); };
  auto const overlap = static_cast<std::int64_t>(options.overlap * static_cast<double>(side));
  auto const most = static_cast<std::int64_t>(options.largest * static_cast<double>(side)) / 32 * 32;
  auto const large = [&](double length) {
    return std::min(std::max<std::int64_t>(32, most), (whole(length) + 31) / 32 * 32);
  };
  if (suregrasp::takes_size(network, large(height), large(width)))
    return {windows_along(whole(height), large(height), overlap, 32),
            windows_along(whole(width), large(width), overlap, 32)};
  auto step = std::gcd(side, std::int64_t{32});
  while (step > 1 && step > side - overlap) step /= 2;
  return {windows_along(whole(height), side, overlap, step), windows_along(whole(width), side, overlap, step)};
}

/// An image at one scale as a network is shown it, window by window.
template <tensor_backend B, grasp_network<B> Network>
class windowed_image {
 public:
  using tensor = tensor_t<B>;
  using levels_type = std::vector<level<tensor>>;

  windowed_image(B const& be, Network const& network, sample const& image, double scale,
                 whole_image_options const& options)
      : be_(be),
        network_(network),
        side_(network.input_size()),
        enlarged_(scale * std::sqrt(std::abs(input_map(image.rgb.size(), suregrasp::input_of(side_)).determinant()))),
        grid_(windows_over(network, image.rgb.rows * enlarged_, image.rgb.cols * enlarged_, options)),
        to_canvas_(map_of(image.rgb.size())),
        canvas_(
            suregrasp::to_batch(be, preprocess_under(image, to_canvas_, canvas_size(), suregrasp::input_of(side_)))) {
    auto const pixels = grid_.down.window * grid_.across.window;
    batch_ = static_cast<std::size_t>(std::max<std::int64_t>(1, batch_inputs * side_ * side_ / pixels));
    keeps_ = static_cast<std::int64_t>(grid_.size()) * pixels <= kept_inputs * side_ * side_;
  }

  [[nodiscard]] affine_map<double> const& to_canvas() const { return to_canvas_; }
  [[nodiscard]] cv::Size canvas_size() const {
    return {static_cast<int>(grid_.across.length), static_cast<int>(grid_.down.length)};
  }

  /// The heatmap of the whole canvas: where windows overlap, each counts less towards its borders.
  [[nodiscard]] host_array<float> heat() {
    host_array<float> all(extents{grid_.down.length, grid_.across.length});
    std::vector<float> weights(all.values.size());
    for (std::size_t first = 0; first < grid_.size(); first += batch_) {
      auto levels = features_from(first);
      auto const count = std::min(batch_, grid_.size() - first);
      auto const maps = be_.to_host(asked().heat(levels, static_cast<std::int64_t>(count)));
      for (std::size_t i = 0; i < count; ++i) add(maps, i, first + i, all, weights);
      if (keeps_) kept_.push_back(std::move(levels));
    }
    for (std::size_t i = 0; i < weights.size(); ++i) all.values[i] /= weights[i];
    detail::require_finite_map(all.view(), "heat(levels) of the network");
    return all;
  }

  /// The fused poses at peaks of that heatmap, in their order and in pixels of the canvas: each as the window sees it
  /// in which it lies most centrally.
  [[nodiscard]] std::vector<located_pose> poses(std::vector<peak> const& peaks) const {
    std::vector<std::size_t> windows;
    for (auto const& p : peaks) windows.push_back(grid_.most_central(p.y, p.x));
    std::vector<located_pose> all(peaks.size());
    for (std::size_t first = 0; first < grid_.size(); first += batch_) {
      std::vector<std::size_t> here;
      std::vector<location> at;
      for (std::size_t i = 0; i < peaks.size(); ++i) {
        if (windows[i] < first || windows[i] >= first + batch_) continue;
        auto const corner = grid_.at(windows[i]);
        here.push_back(i);
        at.push_back({static_cast<std::int64_t>(windows[i] - first), static_cast<double>(peaks[i].x - corner.x),
                      static_cast<double>(peaks[i].y - corner.y)});
      }
      if (at.empty()) continue;
      auto found = suregrasp::poses_at(be_, network_, keeps_ ? kept_[first / batch_] : features_from(first),
                                       std::span<location const>(at));
      for (std::size_t k = 0; k < here.size(); ++k) {
        auto const corner = grid_.at(windows[here[k]]);
        found[k].grasp.x += static_cast<double>(corner.x);
        found[k].grasp.y += static_cast<double>(corner.y);
        all[here[k]] = std::move(found[k]);
      }
    }
    return all;
  }

 private:
  static constexpr std::int64_t batch_inputs = 8;  ///< inputs of the network's own size that are computed at once
  static constexpr std::int64_t kept_inputs = 64;  ///< and whose features are kept; of more they are computed twice

  /// The middle of the image lies in the middle of the canvas.
  [[nodiscard]] affine_map<double> map_of(cv::Size image) const {
    using map = affine_map<double>;
    auto const to_middle = [](auto width, auto height) {
      return map::translation((static_cast<double>(width) - 1) / 2, (static_cast<double>(height) - 1) / 2);
    };
    return to_middle(grid_.across.length, grid_.down.length) * map::scaling(enlarged_) *
           to_middle(image.width, image.height).inverse();
  }

  [[nodiscard]] auto asked() const { return checked_network<B, Network>(be_, network_); }

  [[nodiscard]] levels_type features_from(std::size_t first) const {
    auto const end = std::min(first + batch_, grid_.size());
    auto const cut = [&](tensor const& canvas) {
      if (grid_.size() == 1) return canvas;
      std::vector<tensor> windows;
      for (auto i = first; i < end; ++i) {
        auto const corner = grid_.at(i);
        windows.push_back(suregrasp::slice(be_, suregrasp::slice(be_, canvas, 2, corner.y, grid_.down.window), 3,
                                           corner.x, grid_.across.window));
      }
      return be_.concat(std::span<tensor const>(windows), 0);
    };
    image_batch<tensor> batch{cut(canvas_.rgb), {}};
    if (canvas_.depth) batch.depth = cut(*canvas_.depth);
    return asked().features(batch);
  }

  template <class T>
  void add(host_array<T> const& maps, std::size_t map, std::size_t window, host_array<float>& all,
           std::vector<float>& weights) const {
    auto const corner = grid_.at(window);
    auto const down = grid_.down.weights(corner.y), across = grid_.across.weights(corner.x);
    auto from = maps.values.begin() + static_cast<std::ptrdiff_t>(map * down.size() * across.size());
    for (std::size_t y = 0; y < down.size(); ++y) {
      auto to = static_cast<std::size_t>((corner.y + static_cast<std::int64_t>(y)) * grid_.across.length + corner.x);
      for (std::size_t x = 0; x < across.size(); ++x, ++from, ++to) {
        auto const weight = static_cast<float>(down[y] * across[x]);
        all.values[to] += weight * static_cast<float>(*from);
        weights[to] += weight;
      }
    }
  }

  B const& be_;
  Network const& network_;
  std::int64_t side_;
  double enlarged_;  ///< pixels of the canvas per pixel of the image
  window_grid grid_;
  affine_map<double> to_canvas_;
  image_batch<tensor> canvas_;
  std::size_t batch_ = 1;
  bool keeps_ = true;
  std::vector<levels_type> kept_{};
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_DETECT_IMPL_WINDOWED_IMAGE_HPP
