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

/// Hot pixels of a row that touch and are equally hot. Small, for there may be as many as every other pixel.
struct hot_run {
  std::int32_t y, begin, end;
  float heat;
  std::uint32_t first;  ///< an earlier run of its plateau, or itself; once all rows are added, where its plateau begins
  std::int32_t whole;   ///< the plateau, among those of several rows; -1 if it is not joined to a run of another row

  [[nodiscard]] bool joined() const { return whole >= 0; }
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
    any_joined_ = false;
  }

  /// Adds the next row: of `width` pixels those whose byte of `hot` is not 0, with their heat. Seven bytes beyond may
  /// be read.
  void add_row(unsigned char const* hot, float const* heat, std::ptrdiff_t width) {
    auto const y = static_cast<std::ptrdiff_t>(rows_.size());
    rows_.push_back(runs_.size());
    if (hot) find_runs(hot, heat, width, static_cast<std::int32_t>(y));
    if (y > 0) join(rows_[static_cast<std::size_t>(y - 1)], rows_.back());
  }

  /// Once all rows are added: calls take(middle, run, reached) for each plateau in the order of their first pixels,
  /// with the run it begins with and the last row that any of those before it reaches from another. Leaves out those of
  /// which a run as hot, no more than `reach` before the middle in its row, is another plateau's.
  template <class Take>
  void for_each(std::ptrdiff_t reach, Take const& take) {
    if (any_joined_) find_wholes();
    std::ptrdiff_t reached = -1;
    for (auto const& run : runs_) {
      if (!run.joined()) {
        auto const x = run.begin + (run.end - run.begin - 1) / 2;
        if (!earlier_in_row(run, x - reach)) take(plateau_middle{x, run.y}, run, reached);
      } else if (begins(run)) {
        auto const& whole = wholes_[static_cast<std::size_t>(run.whole)];
        if (whole.middle.y != run.y || !earlier_in_row(run, whole.middle.x - reach)) take(whole.middle, run, reached);
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

  void find_runs(unsigned char const* hot, float const* heat, std::ptrdiff_t width, std::int32_t y) {
    auto const stop = static_cast<std::int32_t>(width);
    std::int32_t end = -1;  // of the run found last
    float level = 0;        // its heat
    for (std::int32_t first = 0; first < stop; first += 8) {
      auto const word = word_at(hot + first);
      if (word == 0) continue;
      auto set = set_bytes(word);
      if (stop - first < 8) set &= (std::uint64_t{1} << (8 * (stop - first))) - 1;
      if (set == highest_bits && end == first && first - runs_.back().begin >= 8 &&
          same_bits(heat + first - 8, heat + first)) {
        runs_.back().end = end += 8;
        continue;
      }
      for (; set != 0; set &= set - 1) {
        auto const x = first + first_set(set);
        if (end != x || level != heat[x]) {
          level = heat[x];
          runs_.push_back({y, x, x + 1, level, static_cast<std::uint32_t>(runs_.size()), -1});
        }
        runs_.back().end = end = x + 1;
      }
    }
  }

  /// Joins the runs of two neighbouring rows, from `above` and from `here` on, that touch and are equally hot.
  void join(std::size_t above, std::size_t here) {
    if (above == here) return;
    for (std::size_t k = here, start = above; k < runs_.size(); ++k) {
      while (start < here && runs_[start].end < runs_[k].begin) ++start;
      for (auto i = start; i < here && runs_[i].begin <= runs_[k].end; ++i)
        if (runs_[i].heat == runs_[k].heat) unite(runs_[i], runs_[k]);
    }
  }

  void unite(hot_run& a, hot_run& b) {
    any_joined_ = true;
    a.whole = b.whole = 0;
    if (a.first == b.first) return;
    a.first = earliest(a.first), b.first = earliest(b.first);
    auto const one = std::min(a.first, b.first), other = std::max(a.first, b.first);
    runs_[other].first = b.first = one;
  }

  std::uint32_t earliest(std::uint32_t run) {
    while (runs_[run].first != run) run = runs_[run].first = runs_[runs_[run].first].first;
    return run;
  }

  [[nodiscard]] bool begins(hot_run const& run) const { return &runs_[run.first] == &run; }

  void find_wholes() {
    for (auto& run : runs_)
      if (run.joined()) add_up(run);
    for (auto& whole : wholes_) whole.mean_x /= whole.pixels, whole.mean_y /= whole.pixels;
    for (auto const& run : runs_)
      if (run.joined()) find_middle(run);
  }

  /// Adds a run to its plateau, those of earlier runs having been added.
  void add_up(hot_run& run) {
    run.first = runs_[run.first].first;
    run.whole = begins(run) ? static_cast<std::int32_t>(wholes_.size()) : runs_[run.first].whole;
    if (begins(run)) wholes_.emplace_back();
    auto const begin = static_cast<double>(run.begin), end = static_cast<double>(run.end), pixels = end - begin;
    auto& whole = wholes_[static_cast<std::size_t>(run.whole)];
    whole.last_row = run.y;
    whole.pixels += pixels;
    whole.mean_x += (begin + end - 1) * pixels / 2;
    whole.mean_y += static_cast<double>(run.y) * pixels;
  }

  /// Moves the middle of the plateau of a run to a pixel of the run, if one is nearer.
  void find_middle(hot_run const& run) {
    auto& whole = wholes_[static_cast<std::size_t>(run.whole)];
    auto const dy = static_cast<double>(run.y) - whole.mean_y;
    if (dy * dy >= whole.distance) return;
    auto const left = static_cast<std::int32_t>(whole.mean_x);
    for (auto const near : {left, left + 1}) {
      auto const x = std::clamp(near, run.begin, run.end - 1);
      auto const dx = static_cast<double>(x) - whole.mean_x, distance = dx * dx + dy * dy;
      if (distance >= whole.distance) continue;
      whole.distance = distance;
      whole.middle = {x, run.y};
    }
  }

  /// Hot pixels of several rows that touch, at a side or a corner, and are equally hot.
  struct plateau {
    std::ptrdiff_t last_row = 0;
    double pixels = 0, mean_x = 0, mean_y = 0;                  ///< sums at first
    double distance = std::numeric_limits<double>::infinity();  ///< squared, of the middle from the mean
    plateau_middle middle{0, 0};
  };

  std::vector<std::size_t> rows_;  ///< the first run of each row
  std::vector<hot_run> runs_;
  std::vector<plateau> wholes_;
  bool any_joined_ = false;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_HEATMAP_IMPL_PLATEAUS_HPP
