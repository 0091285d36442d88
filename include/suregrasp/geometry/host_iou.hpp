#ifndef SUREGRASP_GEOMETRY_HOST_IOU_HPP
#define SUREGRASP_GEOMETRY_HOST_IOU_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/impl/axis_direction.hpp>
#include <suregrasp/geometry/impl/iou_simd.hpp>
#include <suregrasp/geometry/impl/rectangle_columns.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <thread>
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
[[nodiscard]] simd::rectangle_columns<T> prepared(std::span<T const> rows, simd::iou_loops<T> const& loops) {
  simd::rectangle_columns<T> result(rows);
  loops.find_directions(result);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (std::abs(result[2][i]) <= axis_direction_detail::reduction<T>::limit) continue;
    auto const axis = direction_of_axis(result[2][i]);
    result[5][i] = axis.cos;
    result[6][i] = axis.sin;
  }
  return result;
}

template <class T>
[[nodiscard]] grasp<T> row(std::span<T const> rows, std::size_t i) {
  auto const* v = rows.data() + 5 * i;
  return {v[0], v[1], v[2], v[3], v[4]};
}

/// Calls work(begin, end) for parts of [0, count), one a thread.
template <class Work>
void in_parts(std::size_t count, int threads, Work const& work) {
  if (threads < 1) throw option_error("option.threads", "expected at least 1 thread, got " + std::to_string(threads));
  std::size_t const parts = std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(threads));
  std::vector<std::jthread> others;
  for (std::size_t part = 1; part < parts; ++part)
    others.emplace_back([&work, begin = count * part / parts, end = count * (part + 1) / parts] { work(begin, end); });
  work(std::size_t{0}, count / parts);
}

}  // namespace host_iou_detail

/// `iou` of rectangle i of `a` and rectangle i of `b`, with its bits, many at a time: one row x, y, theta, opening, jaw
/// a rectangle, as many on both sides. Throws option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_pairs(std::span<T const> a, std::span<T const> b,
                                            batch_iou_options const& options = {}) {
  namespace detail = host_iou_detail;
  std::size_t const count = std::min(a.size(), b.size()) / 5;
  constexpr std::size_t block = 1024;
  std::vector<T> result(count);
  auto const& loops = detail::best_loops<T>();
  detail::in_parts((count + block - 1) / block, options.threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t first = begin * block; first < std::min(end * block, count); first += block) {
      std::size_t const size = std::min(block, count - first);
      auto const rows = a.subspan(5 * first, 5 * size), others = b.subspan(5 * first, 5 * size);
      T* const out = result.data() + first;
      if (!loops.find_pairs(detail::prepared(rows, loops), 0, detail::prepared(others, loops), out)) continue;
      for (std::size_t i = 0; i < size; ++i)
        if (out[i] < 0) out[i] = iou(detail::row(rows, i), detail::row(others, i));
    }
  });
  return result;
}

/// `iou` of each rectangle of `a` with each of `b`, with its bits, many at a time: `[N, M]`, row-major. Throws
/// option_error `option.threads`.
template <std::floating_point T>
[[nodiscard]] std::vector<T> host_iou_matrix(std::span<T const> a, std::span<T const> b,
                                             batch_iou_options const& options = {}) {
  namespace detail = host_iou_detail;
  auto const& loops = detail::best_loops<T>();
  auto const rows = detail::prepared(a, loops), columns = detail::prepared(b, loops);
  std::vector<T> result(rows.size() * columns.size());
  detail::in_parts(rows.size(), options.threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      T* const out = result.data() + i * columns.size();
      if (!loops.find_row(rows, i, columns, out)) continue;
      for (std::size_t j = 0; j < columns.size(); ++j)
        if (out[j] < 0) out[j] = iou(detail::row(a, i), detail::row(b, j));
    }
  });
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_HOST_IOU_HPP
