#ifndef SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP
#define SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP

#include <suregrasp/backends/xtensor/xtensor.hpp>
//
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::xtensor {

/// How N row-major arrays are walked together, by NumPy's rule of broadcasting.
///
/// An array does not move (step 0) along an axis that it lacks or has with extent 1. Axes that all arrays walk as one
/// are one, so that arrays of equal shape, or an array and a scalar, are a single row.
template <std::size_t N>
class broadcast_walk {
 public:
  using steps = std::array<std::size_t, N>;

  /// Throws `shape_error` on shapes that do not broadcast.
  explicit broadcast_walk(std::array<extents, N> const& shapes) {
    for (auto const& shape : shapes) shape_.resize(std::max(shape_.size(), shape.size()), 1);
    steps strides;
    strides.fill(1);
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      steps step{};
      for (std::size_t n = 0; n < N; ++n) {
        std::size_t const missing = shape_.size() - shapes[n].size();
        auto const own = axis < missing ? 1 : shapes[n][axis - missing];
        if (own != 1) widen(axis, own, shapes);
        step[n] = own == 1 ? 0 : strides[n];
        strides[n] *= static_cast<std::size_t>(own);
      }
      push_outwards(static_cast<std::size_t>(shape_[axis]), step);
    }
  }

  [[nodiscard]] extents const& shape() const { return shape_; }

  /// `row(first, length, step)` for every innermost row, in order: where it starts in each array and how they move.
  template <class Row>
  void rows(Row row) const {
    if (element_count(shape_) == 0) return;
    std::vector<std::size_t> at(axes_.size());
    steps first{};
    for (;;) {
      row(first, axes_.front().extent, axes_.front().step);
      std::size_t k = 1;
      for (; k < axes_.size(); ++k) {
        for (std::size_t n = 0; n < N; ++n) first[n] += axes_[k].step[n];
        if (++at[k] < axes_[k].extent) break;
        for (std::size_t n = 0; n < N; ++n) first[n] -= axes_[k].step[n] * axes_[k].extent;
        at[k] = 0;
      }
      if (k == axes_.size()) return;
    }
  }

 private:
  struct merged_axis {
    std::size_t extent = 1;
    steps step{};
  };

  void widen(std::size_t axis, std::int64_t own, std::array<extents, N> const& shapes) {
    if (shape_[axis] != 1 && shape_[axis] != own) {
      std::string message = "shapes that do not broadcast:";
      for (auto const& shape : shapes) message += " " + to_string(shape);
      throw shape_error("shape.broadcast", message);
    }
    shape_[axis] = own;
  }

  void push_outwards(std::size_t extent, steps const& step) {
    auto& outermost = axes_.back();
    bool const first = axes_.size() == 1 && outermost.extent == 1;
    bool continues = true;
    for (std::size_t n = 0; n < N; ++n) continues &= step[n] == outermost.step[n] * outermost.extent;
    if (first)
      outermost = {extent, step};
    else if (continues)
      outermost.extent *= extent;
    else if (extent != 1)
      axes_.push_back({extent, step});
  }

  extents shape_;
  std::vector<merged_axis> axes_{merged_axis{}};  // innermost first
};

/// `f` of the elements of arrays that broadcast, as a new array.
template <class T, class F, class... Arrays>
[[nodiscard]] xt::xarray<T> elementwise(F f, Arrays const&... arrays) {
  constexpr std::size_t count = sizeof...(Arrays);
  broadcast_walk<count> const walk({extents(arrays.shape().begin(), arrays.shape().end())...});
  auto result = xt::xarray<T>::from_shape({walk.shape().begin(), walk.shape().end()});
  T* out = result.data();
  std::array<T const*, count> const data{arrays.data()...};
  auto const apply = [&]<std::size_t... n>(std::index_sequence<n...>) {
    walk.rows([&](auto const& first, std::size_t length, auto const& step) {
      bool const dense = ((step[n] == 1) && ...);
      if (dense)
        for (std::size_t i = 0; i < length; ++i) out[i] = f(data[n][first[n] + i]...);
      else
        for (std::size_t i = 0; i < length; ++i) out[i] = f(data[n][first[n] + i * step[n]]...);
      out += length;
    });
  };
  apply(std::make_index_sequence<count>{});
  return result;
}

}  // namespace suregrasp::inline v2::xtensor

#endif  // SUREGRASP_BACKENDS_XTENSOR_BROADCAST_HPP
