#ifndef SUREGRASP_GEOMETRY_HOST_IOU_HPP
#define SUREGRASP_GEOMETRY_HOST_IOU_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/impl/in_parts.hpp>
#include <suregrasp/geometry/impl/axis_direction.hpp>
#include <suregrasp/geometry/impl/iou_simd.hpp>
#include <suregrasp/geometry/impl/rectangle_columns.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How `iou_matrix` and `iou_pairs` run on the host.
struct batch_iou_options {
  int threads = 1;  ///< at least 1; the result does not depend on it
};

namespace host_iou_detail {

/// The loops for this processor, asked for once.
template <class T>
[[nodiscard]] simd::iou_loops<T> const& best_loops() {
  static simd::iou_loops<T> const best = simd::supported_iou_loops<T>().back();
  return best;
}

template <class T>
void prepare(simd::rectangle_columns<T>& columns, std::span<T const> rows, simd::iou_loops<T> const& loops) {
  columns.assign(rows);
  loops.find_directions(columns);
  auto const at = columns.table();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::abs(at[2][i]) <= axis_direction_detail::reduction<T>::limit) continue;
    auto const axis = direction_of_axis(at[2][i]);
    at[5][i] = axis.cos;
    at[6][i] = axis.sin;
  }
}

template <class T>
[[nodiscard]] grasp<T> row(std::span<T const> rows, std::size_t i) {
  auto const* v = rows.data() + 5 * i;
  return {v[0], v[1], v[2], v[3], v[4]};
}

/// Puts the `iou` of two grasps in the place of what the kernel found, if they are too thin for it.
template <class T>
void correct_if_thin(grasp<T> const& a, grasp<T> const& b, T& found) {
  if (simd::too_thin(simd::rectangle(a), simd::rectangle(b))) found = iou(a, b);
}

}  // namespace host_iou_detail

/// Finds IoUs as `host_iou_pairs` and `host_iou_matrix` do and keeps its memory: where sets have one size, only the
/// first call allocates. More threads than one take memory each time.
template <std::floating_point T>
class iou_finder {
 public:
  /// Runs these loops, those for this processor unless told otherwise.
  explicit iou_finder(simd::iou_loops<T> const& loops = host_iou_detail::best_loops<T>()) : loops_(loops) {}

  /// `host_iou_pairs`, valid until the next call.
  [[nodiscard]] std::span<T const> pairs(std::span<T const> a, std::span<T const> b,
                                         batch_iou_options const& options = {}) {
    constexpr std::size_t block = 1024;
    std::size_t const count = std::min(a.size(), b.size()) / 5, blocks = (count + block - 1) / block;
    values_.resize(count);
    auto const parts = detail::thread_parts(blocks, options.threads);
    if (prepared_.size() < parts) prepared_.resize(parts);
    detail::in_parts(blocks, parts, [&](std::size_t part, std::size_t begin, std::size_t end) {
      for (std::size_t first = begin * block; first < std::min(end * block, count); first += block) {
        std::size_t const size = std::min(block, count - first);
        find_pairs(prepared_[part], a.subspan(5 * first, 5 * size), b.subspan(5 * first, 5 * size),
                   values_.data() + first);
      }
    });
    return values_;
  }

  /// `host_iou_matrix`, valid until the next call.
  [[nodiscard]] std::span<T const> matrix(std::span<T const> a, std::span<T const> b,
                                          batch_iou_options const& options = {}) {
    if (prepared_.empty()) prepared_.resize(1);
    auto& sides = prepared_[0];
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    std::size_t const rows = sides.a.size(), columns = sides.b.size();
    values_.resize(rows * columns);
    auto const parts = detail::thread_parts(rows, options.threads);
    detail::in_parts(rows, parts, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) find_row(sides, i, a, b, values_.data() + i * columns);
    });
    return values_;
  }

  /// What was found last.
  [[nodiscard]] std::vector<T> values() && { return std::move(values_); }

 private:
  struct both_sides {
    simd::rectangle_columns<T> a, b;
  };

  void find_pairs(both_sides& sides, std::span<T const> a, std::span<T const> b, T* out) const {
    host_iou_detail::prepare(sides.a, a, loops_);
    host_iou_detail::prepare(sides.b, b, loops_);
    loops_.find_pairs(sides.a, 0, sides.b, out);
    for (auto const thin : {sides.a.thin(), sides.b.thin()})
      for (auto const i : thin)
        host_iou_detail::correct_if_thin(host_iou_detail::row(a, i), host_iou_detail::row(b, i), out[i]);
  }

  void find_row(both_sides const& sides, std::size_t i, std::span<T const> a, std::span<T const> b, T* out) const {
    loops_.find_row(sides.a, i, sides.b, out);
    auto const fixed = host_iou_detail::row(a, i);
    auto const correct = [&](std::size_t j) {
      host_iou_detail::correct_if_thin(fixed, host_iou_detail::row(b, j), out[j]);
    };
    if (auto const rectangle = simd::rectangle(fixed); simd::too_thin(rectangle, rectangle))
      for (std::size_t j = 0; j < sides.b.size(); ++j) correct(j);
    else
      for (auto const j : sides.b.thin()) correct(j);
  }

  simd::iou_loops<T> loops_;
  std::vector<both_sides> prepared_;  ///< for each thread
  std::vector<T> values_;
};

/// `iou` of rectangle i of `a` and rectangle i of `b`, with its bits, many at a time: one row x, y, theta, opening, jaw
/// a rectangle, as many on both sides. Throws option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_pairs(std::span<T const> a, std::span<T const> b,
                                            batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.pairs(a, b, options);
  return std::move(finder).values();
}

/// `iou` of each rectangle of `a` with each of `b`, with its bits, many at a time: `[N, M]`, row-major. Throws
/// option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_matrix(std::span<T const> a, std::span<T const> b,
                                             batch_iou_options const& options = {}) {
  iou_finder<T> finder;
  (void)finder.matrix(a, b, options);
  return std::move(finder).values();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_HOST_IOU_HPP
