#ifndef SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
#define SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Pixels of a map that touch, at a side or a corner, and are equally hot.
struct plateau {
  std::int64_t first = 0;   ///< index in the map of its first pixel in row order
  std::int64_t middle = 0;  ///< index of its pixel nearest to their mean, the first of several
};

/// The plateaus that chosen pixels of a map form; a pixel without equal neighbours is one too.
class plateaus {
 public:
  /// `pixels` are indices into a map of `width` columns in row order, `heat(index)` their heat.
  template <class Heat>
  plateaus(std::vector<std::int64_t> pixels, std::int64_t width, Heat const& heat)
      : pixels_(std::move(pixels)), width_(width), number_(pixels_.size(), none) {
    for (std::size_t i = 0; i < pixels_.size(); ++i)
      if (number_[i] == none) all_.push_back(grown(i, heat));
  }

  [[nodiscard]] std::vector<plateau> const& all() const { return all_; }

  /// The first pixel of the plateau that a pixel belongs to; the pixel itself where it was not chosen.
  [[nodiscard]] std::int64_t first_of(std::int64_t pixel) const {
    auto const at = position(pixel);
    return at ? all_[number_[*at]].first : pixel;
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] std::optional<std::size_t> position(std::int64_t pixel) const {
    auto const at = std::lower_bound(pixels_.begin(), pixels_.end(), pixel);
    if (at == pixels_.end() || *at != pixel) return std::nullopt;
    return static_cast<std::size_t>(at - pixels_.begin());
  }

  template <class Heat>
  [[nodiscard]] plateau grown(std::size_t seed, Heat const& heat) {
    std::vector<std::size_t> members{seed};
    number_[seed] = all_.size();
    double sum_x = 0, sum_y = 0;
    for (std::size_t m = 0; m < members.size(); ++m) {
      auto const pixel = pixels_[members[m]], x = pixel % width_, y = pixel / width_;
      sum_x += static_cast<double>(x);
      sum_y += static_cast<double>(y);
      for (auto const dy : {-1, 0, 1})
        for (auto const dx : {-1, 0, 1}) {
          if (x + dx < 0 || x + dx >= width_) continue;
          auto const beside = position((y + dy) * width_ + x + dx);
          if (!beside || number_[*beside] != none || heat(pixels_[*beside]) != heat(pixel)) continue;
          number_[*beside] = all_.size();
          members.push_back(*beside);
        }
    }
    auto const count = static_cast<double>(members.size());
    std::ranges::sort(members);
    auto const far = [&](std::size_t member) {
      auto const dx = static_cast<double>(pixels_[member] % width_) - sum_x / count;
      auto const dy = static_cast<double>(pixels_[member] / width_) - sum_y / count;
      return dx * dx + dy * dy;
    };
    return {pixels_[members.front()], pixels_[*std::ranges::min_element(members, {}, far)]};
  }

  std::vector<std::int64_t> pixels_;
  std::int64_t width_;
  std::vector<std::size_t> number_;  ///< of the plateau of each pixel
  std::vector<plateau> all_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
