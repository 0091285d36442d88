#ifndef SUREGRASP_GEOMETRY_BATCH_IOU_HPP
#define SUREGRASP_GEOMETRY_BATCH_IOU_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <vector>

namespace suregrasp::inline v1 {

namespace batch_iou_detail {

/// The rows of a tensor `[N, 5]` of x, y, theta, opening, jaw, with their sines and cosines.
template <tensor_backend B>
[[nodiscard]] std::vector<prepared_grasp<scalar_t<B>>> prepared_rows(B const& be, tensor_t<B> const& rows) {
  auto const host = be.to_host(rows);
  if (host.shape.size() != 2 || host.shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(host.shape));
  std::vector<prepared_grasp<scalar_t<B>>> prepared;
  prepared.reserve(host.values.size() / 5);
  for (std::size_t i = 0; i < host.values.size(); i += 5) {
    auto const* v = host.values.data() + i;
    prepared.emplace_back(grasp<scalar_t<B>>{v[0], v[1], v[2], v[3], v[4]});
  }
  return prepared;
}

}  // namespace batch_iou_detail

/// IoU of row i of `a` with row i of `b`: `[N, 5]` and `[N, 5]` to `[N]`, columns x, y, theta, opening, jaw.
///
/// Runs the exact kernel of `iou` on host memory. Throws shape_error `shape.grasp_rows` or `shape.iou_pairs`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_pairs(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const first = batch_iou_detail::prepared_rows(be, a), second = batch_iou_detail::prepared_rows(be, b);
  if (first.size() != second.size())
    throw shape_error("shape.iou_pairs", "expected as many grasps on both sides, got " + std::to_string(first.size()) +
                                             " and " + std::to_string(second.size()));
  std::vector<scalar_t<B>> values;
  values.reserve(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) values.push_back(iou(first[i], second[i]));
  return be.from_host({extents{static_cast<std::int64_t>(first.size())}, std::span<scalar_t<B> const>(values)});
}

/// IoU of each row of `a` with each row of `b`: `[N, 5]` and `[M, 5]` to `[N, M]`; cost N * M.
///
/// Runs the exact kernel of `iou` on host memory, with one sine and cosine a row. Throws shape_error
/// `shape.grasp_rows`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_matrix(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const rows = batch_iou_detail::prepared_rows(be, a), columns = batch_iou_detail::prepared_rows(be, b);
  std::vector<scalar_t<B>> values;
  values.reserve(rows.size() * columns.size());
  for (auto const& row : rows)
    for (auto const& column : columns) values.push_back(iou(row, column));
  extents const shape{static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(columns.size())};
  return be.from_host({shape, std::span<scalar_t<B> const>(values)});
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_BATCH_IOU_HPP
