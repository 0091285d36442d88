#ifndef SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
#define SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Finds, among grasps added to it, those near enough to overlap with another: a grid over the centres whose cells are
/// as wide as the circles around the largest of all. One cell where a field is too large to tell, or not finite. Keeps
/// its memory.
template <std::floating_point T>
class centre_grid {
 public:
  /// Makes an empty grid for these.
  void lay(std::span<grasp<T> const> all) {
    left_ = top_ = infinity, cell_ = 0;
    columns_ = rows_ = 1;
    before_.clear();
    double largest = 0, right = -infinity, bottom = -infinity;
    bool sound = !all.empty();
    for (auto const& g : all) {
      auto const x = static_cast<double>(g.x), y = static_cast<double>(g.y);
      auto const size = std::hypot(static_cast<double>(g.opening), static_cast<double>(g.jaw));
      sound = sound && std::abs(x) < too_large && std::abs(y) < too_large && size < too_large;
      left_ = std::min(left_, x), right = std::max(right, x);
      top_ = std::min(top_, y), bottom = std::max(bottom, y);
      largest = std::max(largest, size);
    }
    if (sound) {
      double const wide = right - left_, high = bottom - top_;
      auto const most = static_cast<double>(all.size());  // cells, about: a grid should not outgrow what it holds
      cell_ = std::max({1.05 * largest, std::sqrt(wide * high / most), (wide + high) / most});
      if (cell_ > 0) {
        columns_ = static_cast<std::ptrdiff_t>(wide / cell_) + 1;
        rows_ = static_cast<std::ptrdiff_t>(high / cell_) + 1;
      }
    }
    newest_.assign(static_cast<std::size_t>(columns_ * rows_), none);
  }

  /// Adds a grasp of those the grid was made for; they are numbered in this order.
  void add(grasp<T> const& g) {
    auto& newest = newest_[static_cast<std::size_t>(row_of(g) * columns_ + column_of(g))];
    before_.push_back(newest);
    newest = before_.size() - 1;
  }

  /// Whether holds(number) is true of any grasp added whose circle may meet that of `g`.
  template <class Holds>
  [[nodiscard]] bool any_near(grasp<T> const& g, Holds const& holds) const {
    auto const row = row_of(g), column = column_of(g);
    for (auto y = std::max<std::ptrdiff_t>(0, row - 1); y <= std::min(rows_ - 1, row + 1); ++y)
      for (auto x = std::max<std::ptrdiff_t>(0, column - 1); x <= std::min(columns_ - 1, column + 1); ++x)
        for (auto i = newest_[static_cast<std::size_t>(y * columns_ + x)]; i != none; i = before_[i])
          if (holds(i)) return true;
    return false;
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity(), too_large = 1e9;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] std::ptrdiff_t column_of(grasp<T> const& g) const {
    return columns_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.x) - left_) / cell_);
  }
  [[nodiscard]] std::ptrdiff_t row_of(grasp<T> const& g) const {
    return rows_ == 1 ? 0 : static_cast<std::ptrdiff_t>((static_cast<double>(g.y) - top_) / cell_);
  }

  double left_ = infinity, top_ = infinity, cell_ = 0;
  std::ptrdiff_t columns_ = 1, rows_ = 1;
  std::vector<std::size_t> newest_;  ///< the grasp added last to each cell
  std::vector<std::size_t> before_;  ///< the one added to the same cell before each
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_GEOMETRY_IMPL_CENTRE_GRID_HPP
