#ifndef SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
#define SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/heatmap/impl/set_bytes.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Hot pixels of a row that touch and are equally hot.
struct hot_run {
  std::ptrdiff_t y, begin, end;
  float heat;
  bool joined;        ///< to a run of another row
  std::size_t first;  ///< an earlier run of its plateau, or itself; once all rows are added, where its plateau begins
  std::size_t whole = 0;  ///< the plateau, among those of several rows
};

/// The pixel nearest to the mean of a plateau, the first of several.
struct plateau_middle {
  std::ptrdiff_t x, y;
};

/// The plateaus of a map, from its hot pixels, row by row.
class plateaus {
 public:
  void clear() {
    rows_.clear();
    runs_.clear();
    wholes_.clear();
  }

  /// Adds the next row: of `width` pixels those whose byte of `hot` is not 0, with their heat. Seven bytes beyond may
  /// be read.
  void add_row(unsigned char const* hot, float const* heat, std::ptrdiff_t width) {
    auto const y = static_cast<std::ptrdiff_t>(rows_.size());
    rows_.push_back(runs_.size());
    for (auto x = hot ? next_set(hot, 0, width) : width; x < width;) {
      auto const end = end_of_run(hot, heat, x, width);
      runs_.push_back({y, x, end, heat[x], false, runs_.size()});
      x = next_set(hot, end, width);
    }
    if (y > 0) join(rows_[static_cast<std::size_t>(y - 1)], rows_.back());
  }

  /// Once all rows are added: calls take(middle, run, reached) for each plateau in the order of their first pixels,
  /// with the run it begins with and the last row that any of those before it reaches from another.
  template <class Take>
  void for_each(Take const& take) {
    for (auto& run : runs_)
      if (run.joined) add_up(run);
    for (auto const& run : runs_)
      if (run.joined) find_middle(run);
    std::ptrdiff_t reached = -1;
    for (auto const& run : runs_) {
      if (!run.joined) {
        take(plateau_middle{run.begin + (run.end - run.begin - 1) / 2, run.y}, run, reached);
      } else if (begins(run)) {
        auto const& whole = wholes_[run.whole];
        take(whole.middle, run, reached);
        reached = std::max(reached, whole.last_row);
      }
    }
  }

  /// Whether the run before this one in its row is as hot and reaches column `x`.
  [[nodiscard]] bool earlier_in_row(hot_run const& run, std::ptrdiff_t x) const {
    if (&run == runs_.data()) return false;
    auto const& before = *(&run - 1);
    return before.y == run.y && before.heat == run.heat && before.end > x;
  }

  /// Whether a plateau that begins before the one of `first`, and is as hot, has a pixel in columns `begin` to
  /// `end - 1` of row `y`.
  [[nodiscard]] bool earlier_in_row(hot_run const& first, std::ptrdiff_t y, std::ptrdiff_t begin,
                                    std::ptrdiff_t end) const {
    auto const row = static_cast<std::size_t>(y);
    auto const* const stop = runs_.data() + (row + 1 < rows_.size() ? rows_[row + 1] : runs_.size());
    auto const* run = std::lower_bound(runs_.data() + rows_[row], stop, begin,
                                       [](hot_run const& each, std::ptrdiff_t x) { return each.end <= x; });
    for (; run != stop && run->begin < end; ++run)
      if (run->first < first.first && run->heat == first.heat) return true;
    return false;
  }

 private:
  /// Whether eight numbers are those of `b`: as bits, for none of them is NaN.
  static bool same_bits(float const* a, float const* b) {
    return std::memcmp(a, b, 8 * sizeof(float)) == 0;  // NOLINT(bugprone-suspicious-memory-comparison)
  }

  static std::ptrdiff_t end_of_run(unsigned char const* hot, float const* heat, std::ptrdiff_t begin,
                                   std::ptrdiff_t width) {
    auto end = begin + 1;
    while (end < width && hot[end] && heat[end] == heat[begin]) {
      ++end;
      while (end - begin >= 8 && end + 8 <= width && all_set(hot + end) && same_bits(heat + begin, heat + end))
        end += 8;
    }
    return end;
  }

  /// Joins the runs of two neighbouring rows, from `above` and from `here` on, that touch and are equally hot.
  void join(std::size_t above, std::size_t here) {
    for (std::size_t k = here, start = above; k < runs_.size(); ++k) {
      while (start < here && runs_[start].end < runs_[k].begin) ++start;
      for (auto i = start; i < here && runs_[i].begin <= runs_[k].end; ++i)
        if (runs_[i].heat == runs_[k].heat) unite(i, k);
    }
  }

  void unite(std::size_t a, std::size_t b) {
    runs_[a].joined = runs_[b].joined = true;
    a = earliest(a), b = earliest(b);
    runs_[std::max(a, b)].first = std::min(a, b);
  }

  std::size_t earliest(std::size_t run) {
    while (runs_[run].first != run) run = runs_[run].first = runs_[runs_[run].first].first;
    return run;
  }

  [[nodiscard]] bool begins(hot_run const& run) const { return &runs_[run.first] == &run; }

  /// Adds a run to its plateau, those of earlier runs having been added.
  void add_up(hot_run& run) {
    run.first = runs_[run.first].first;
    run.whole = begins(run) ? wholes_.size() : runs_[run.first].whole;
    if (begins(run)) wholes_.emplace_back();
    auto const pixels = run.end - run.begin;
    auto& whole = wholes_[run.whole];
    whole.last_row = run.y;
    whole.pixels += static_cast<double>(pixels);
    whole.sum_x += static_cast<double>((run.begin + run.end - 1) * pixels) / 2;
    whole.sum_y += static_cast<double>(run.y * pixels);
  }

  /// Moves the middle of the plateau of a run to a pixel of the run, if one is nearer.
  void find_middle(hot_run const& run) {
    auto& whole = wholes_[run.whole];
    auto const mean_x = whole.sum_x / whole.pixels, dy = static_cast<double>(run.y) - whole.sum_y / whole.pixels;
    auto const left = static_cast<std::ptrdiff_t>(mean_x);
    for (auto const near : {left, left + 1}) {
      auto const x = std::clamp(near, run.begin, run.end - 1);
      auto const dx = static_cast<double>(x) - mean_x, distance = dx * dx + dy * dy;
      if (distance >= whole.distance) continue;
      whole.distance = distance;
      whole.middle = {x, run.y};
    }
  }

  /// Hot pixels of several rows that touch, at a side or a corner, and are equally hot.
  struct plateau {
    std::ptrdiff_t last_row = 0;
    double pixels = 0, sum_x = 0, sum_y = 0;
    double distance = std::numeric_limits<double>::infinity();  ///< squared, of the middle from the mean
    plateau_middle middle{0, 0};
  };

  std::vector<std::size_t> rows_;  ///< the first run of each row
  std::vector<hot_run> runs_;
  std::vector<plateau> wholes_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
