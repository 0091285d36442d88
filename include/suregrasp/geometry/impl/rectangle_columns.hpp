#ifndef SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
#define SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP

#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2::simd {

/// Rectangles as seven columns: x, y, theta, opening, jaw and the cosine and sine of theta, padded to whole vectors of
/// any width with rectangles without area.
template <std::floating_point T>
class rectangle_columns {
 public:
  /// `rows` holds x, y, theta, opening, jaw of one rectangle after the other; the directions are left to be found.
  explicit rectangle_columns(std::span<T const> rows)
      : size_(rows.size() / 5), stride_((size_ + widest - 1) / widest * widest), values_(7 * stride_) {
    T const* from = rows.data();
    T *const x = (*this)[0], *const y = (*this)[1], *const theta = (*this)[2], *const opening = (*this)[3];
    T* const jaw = (*this)[4];
    for (std::size_t i = 0; i < size_; ++i, from += 5) {
      x[i] = from[0];
      y[i] = from[1];
      theta[i] = from[2];
      opening[i] = from[3];
      jaw[i] = from[4];
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] T* operator[](std::size_t column) { return values_.data() + column * stride_; }
  [[nodiscard]] T const* operator[](std::size_t column) const { return values_.data() + column * stride_; }

 private:
  static constexpr std::size_t widest = 64 / sizeof(float);

  std::size_t size_;
  std::size_t stride_;
  std::vector<T> values_;
};

}  // namespace suregrasp::inline v2::simd

#endif  // SUREGRASP_GEOMETRY_IMPL_RECTANGLE_COLUMNS_HPP
