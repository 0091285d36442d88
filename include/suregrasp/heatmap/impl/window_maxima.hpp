#ifndef SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP
#define SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/heatmap/impl/set_bytes.hpp>
#include <suregrasp/heatmap/impl/window_kernel.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The loops for this processor and maps of so many columns.
[[nodiscard]] inline simd::window_loops const& window_loops_for(std::ptrdiff_t width) {
  static std::vector<simd::window_loops> const supported = simd::supported_window_loops();
  std::size_t best = supported.size() - 1;
  while (supported[best].width > width) --best;
  return supported[best];
}

/// Finds the pixels of a map that are the hottest of their square window; keeps its memory from map to map.
///
/// A window of any pixel of a block of rows, half as many as it reaches, covers the blocks above and below. What
/// reaches their maxima is rarely below that of the rows then left, which are looked at pixel by pixel.
class window_maxima {
 public:
  /// Calls take_row(hot) for each row in turn: a byte for each pixel, not 0 where it is at least `threshold` and none
  /// within `reach` rows and columns is hotter; nullptr where there is none. A NaN is never hot, nor in the way of
  /// others. Cost: linear in the pixels, times the logarithm of `reach`.
  template <class TakeRow>
  void find(simd::heat_map const& map, float threshold, std::ptrdiff_t reach, simd::window_loops const& loops,
            TakeRow const& take_row) {
    make_room(map, reach);
    for (std::ptrdiff_t ahead = 0; ahead < blocks_ + 2; ++ahead) {
      if (ahead < blocks_)
        loops.find_maxima(map, ahead * block_, std::min(map.height, (ahead + 1) * block_), across_, line_.data(),
                          maxima_of(ahead, ahead));
      if (ahead < 2) continue;
      auto const block = ahead - 2;
      loops.find_largest(maxima_of(block - around_, block), maxima_of(block, block), maxima_of(block + around_, block),
                         width_, least_.data());
      for (auto y = block * block_; y < std::min(map.height, (block + 1) * block_); ++y) {
        auto const* const heats = map.values + y * width_;
        bool const any = loops.find_hot(heats, least_.data(), threshold, width_, hot_.data());
        if (any && !keep_few(map, y, loops)) keep_many(map, y, threshold, loops);
        take_row(any ? hot_.data() : nullptr);
      }
    }
  }

 private:
  static constexpr std::ptrdiff_t kept = 5;  ///< a block, and two to each side

  void make_room(simd::heat_map const& map, std::ptrdiff_t reach) {
    constexpr std::size_t widest = 16;
    width_ = map.width;
    reach_ = std::min(reach, map.height - 1);
    across_ = std::min(reach, map.width - 1);
    block_ = std::max<std::ptrdiff_t>(1, (reach_ + 1) / 2);
    blocks_ = (map.height + block_ - 1) / block_;
    around_ = reach_ > 0 ? 1 : 0;
    most_of_ = -1;
    auto const width = static_cast<std::size_t>(width_);
    maxima_.resize(static_cast<std::size_t>(kept) * width);
    for (auto* row : {&least_, &most_, &above_, &below_}) row->resize(width);
    for (auto* row : {&hot_, &certain_}) row->resize(width + sizeof(std::uint64_t));
    line_.assign(width + 2 * static_cast<std::size_t>(2 * across_ + 1) + widest,
                 -std::numeric_limits<float>::infinity());
  }

  /// The maxima of a block, or of `otherwise` beyond the map; known are those of the last `kept` blocks.
  [[nodiscard]] float* maxima_of(std::ptrdiff_t block, std::ptrdiff_t otherwise) {
    return maxima_.data() + (block >= 0 && block < blocks_ ? block : otherwise) % kept * width_;
  }

  /// The rows of a window around row `y` that `least_` leaves out: above and below.
  [[nodiscard]] std::array<simd::map_part, 2> rows_left(simd::heat_map const& map, std::ptrdiff_t y) const {
    auto const block = y / block_;
    return {{{std::max<std::ptrdiff_t>(0, y - reach_), (block - around_) * block_, 0, width_},
             {(block + around_ + 1) * block_, std::min(map.height, y + reach_ + 1), 0, width_}}};
  }

  /// Drops hot pixels of a row below a maximum of the rows left, pixel by pixel; false where it gave up for they are
  /// many.
  bool keep_few(simd::heat_map const& map, std::ptrdiff_t y, simd::window_loops const& loops) {
    auto const* const heats = map.values + y * width_;
    auto const block = y / block_;
    auto const* const above = maxima_of(block - 2, block);
    auto const* const below = maxima_of(block + 2, block);
    auto parts = rows_left(map, y);
    auto few = width_ / 32 + 4;
    for (auto x = next_set(hot_.data(), 0, width_); x < width_; x = next_set(hot_.data(), x + 1, width_)) {
      if (few-- == 0) return false;
      if (heats[x] >= above[x] && heats[x] >= below[x]) continue;
      for (auto& part : parts) {
        part.left = std::max<std::ptrdiff_t>(0, x - across_);
        part.right = std::min(width_, x + across_ + 1);
        if (loops.find_hotter(map, part, heats[x])) hot_[static_cast<std::size_t>(x)] = 0;
      }
    }
    return true;
  }

  /// The same for a whole row at once.
  void keep_many(simd::heat_map const& map, std::ptrdiff_t y, float threshold, simd::window_loops const& loops) {
    auto const* const heats = map.values + y * width_;
    auto const block = y / block_;
    if (std::exchange(most_of_, block) != block)
      loops.find_largest(maxima_of(block - 2, block), least_.data(), maxima_of(block + 2, block), width_, most_.data());
    loops.find_hot(heats, most_.data(), threshold, width_, certain_.data());
    if (std::memcmp(hot_.data(), certain_.data(), static_cast<std::size_t>(width_)) == 0) return;
    auto const [above, below] = rows_left(map, y);
    loops.find_maxima(map, above.top, above.bottom, across_, line_.data(), above_.data());
    loops.find_maxima(map, below.top, below.bottom, across_, line_.data(), below_.data());
    loops.find_largest(above_.data(), least_.data(), below_.data(), width_, above_.data());
    loops.find_hot(heats, above_.data(), threshold, width_, hot_.data());
  }

  std::ptrdiff_t width_ = 0;
  std::ptrdiff_t reach_ = 0, across_ = 0;               ///< rows and columns to each side of a window
  std::ptrdiff_t block_ = 1, blocks_ = 0, around_ = 0;  ///< rows of a block; blocks; those a window covers to each side
  std::vector<float> maxima_;                           ///< of a block, and the columns within reach
  std::vector<float> least_, most_;                     ///< bounds of the maximum of each window of a row
  std::ptrdiff_t most_of_ = -1;                         ///< the block that `most_` is of
  std::vector<float> above_, below_, line_;             ///< scratch
  std::vector<unsigned char> hot_, certain_;            ///< which pixels of a row reach them
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_WINDOW_MAXIMA_HPP
