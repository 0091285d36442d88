#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP

#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/impl/rectangle.hpp>
#include <vector>

namespace suregrasp::inline v2::simd {

/// The eight numbers of `rectangle_of`, a column each.
template <class T>
struct rectangle_table {
  T* values;
  std::size_t stride;  ///< from one column to the next

  [[nodiscard]] T* operator[](std::size_t column) const { return values + column * stride; }
};

/// Rectangles as columns, padded to whole vectors of any width with rectangles that are not to be relied on. Keeps its
/// memory.
template <std::floating_point T>
class rectangle_columns {
 public:
  /// Takes x, y, theta, opening, jaw of one rectangle after the other; the directions are left to be found.
  void assign(std::span<T const> rows) {
    size_ = rows.size() / 5;
    stride_ = (size_ + widest - 1) / widest * widest;
    values_.resize(8 * stride_);
    thin_.clear();
    auto const at = table();
    T const* from = rows.data();
    for (std::size_t i = 0; i < size_; ++i, from += 5) {
      auto const each = simd::rectangle(grasp<T>{from[0], from[1], from[2], from[3], from[4]});
      at[0][i] = each.x, at[1][i] = each.y, at[2][i] = each.theta;
      at[3][i] = each.half.x, at[4][i] = each.half.y;
      at[7][i] = each.twice_area;
      if (too_thin(each, each)) thin_.push_back(i);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] rectangle_table<T> table() { return {values_.data(), stride_}; }
  [[nodiscard]] rectangle_table<T const> table() const { return {values_.data(), stride_}; }

  /// The rectangles that may be too thin beside another.
  [[nodiscard]] std::span<std::size_t const> thin() const { return thin_; }

 private:
  static constexpr std::size_t widest = 64 / sizeof(float);

  std::size_t size_ = 0;
  std::size_t stride_ = 0;
  std::vector<T> values_;
  std::vector<std::size_t> thin_;
};

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
