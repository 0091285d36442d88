#ifndef SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP
#define SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2::detail {

/// One side of the convex hull of eight points, from top to bottom.
class hull_side {
 public:
  /// `sign`: 1 for the left side, -1 for the right one. The points are sorted by y.
  hull_side(std::array<point<double>, 8> const& points, double sign) {
    for (auto const& p : points) {
      auto const outside = [&](point<double> const& a, point<double> const& b) {
        return sign * ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) >= 0;
      };
      while (count_ > 1 && outside(chain_[count_ - 2], chain_[count_ - 1])) --count_;
      chain_[count_++] = p;
    }
    slope_ = slope();
  }

  /// Where the side is at a height; ask from top to bottom.
  [[nodiscard]] double x_at(double y) {
    while (at_ + 1 < count_ && chain_[at_ + 1].y <= y) ++at_, slope_ = slope();
    return chain_[at_].x + std::max(y - chain_[at_].y, 0.0) * slope_;
  }

 private:
  [[nodiscard]] double slope() const {
    if (at_ + 1 >= count_) return 0;
    auto const &a = chain_[at_], &b = chain_[at_ + 1];
    return b.y > a.y ? (b.x - a.x) / (b.y - a.y) : 0;
  }

  std::array<point<double>, 8> chain_{};
  std::size_t count_ = 0, at_ = 0;
  double slope_ = 0;  ///< from that corner to the next
};

/// Calls `visit(row, first column, last column)` for the pixels of an image of `columns` times `rows` that the convex
/// hull of eight points touches.
template <class Visit>
void for_each_row(std::array<point<double>, 8> points, int columns, int rows, Visit const& visit) {
  std::ranges::sort(points, {}, [](auto const& p) { return std::pair(p.y, p.x); });
  hull_side left(points, 1), right(points, -1);
  int const top = static_cast<int>(std::clamp(std::floor(points.front().y), 0.0, rows + 0.0));
  int const bottom = static_cast<int>(std::clamp(std::ceil(points.back().y), -1.0, rows - 1.0));
  // floor and ceil, limited to [-1, columns], as integers alone: older processors have no instruction for them
  auto const limited = [&](double x) { return std::clamp(x, -1.0, columns + 0.0); };
  auto const floor_of = [&](double x) { return static_cast<int>(limited(x) + 1) - 1; };
  auto const ceil_of = [&](double x) { return columns - static_cast<int>(columns - limited(x)); };
  double left_above = left.x_at(top - 0.5), right_above = right.x_at(top - 0.5);
  for (int row = top; row <= bottom; ++row) {
    double const left_below = left.x_at(row + 0.5), right_below = right.x_at(row + 0.5);
    int const first = std::max(0, floor_of(std::min(left_above, left_below)));
    int const last = std::min(columns - 1, ceil_of(std::max(right_above, right_below)));
    if (first <= last) visit(row, first, last);
    left_above = left_below, right_above = right_below;
  }
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_ROBOT_IMPL_POLYGON_ROWS_HPP
