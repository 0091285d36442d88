#ifndef SUREGRASP_GEOMETRY_BATCH_IOU_HPP
#define SUREGRASP_GEOMETRY_BATCH_IOU_HPP

#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/host_array.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/impl/tensor_iou.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace batch_iou_detail {

template <tensor_backend B>
void require_rows(B const& be, tensor_t<B> const& rows) {
  auto const shape = be.shape(rows);
  if (shape.size() != 2 || shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(shape));
}

}  // namespace batch_iou_detail

/// IoU of row i of `a` with row i of `b`: `[N, 5]` and `[N, 5]` to `[N]`, columns x, y, theta, opening, jaw.
///
/// On the host the bits of `iou`, in the widest vectors the processor has; where a tensor lies on a device or records a
/// gradient, the tensor form of `iou`. Throws shape_error `shape.grasp_rows` or `shape.iou_pairs`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_pairs(B const& be, tensor_t<B> const& a, tensor_t<B> const& b,
                                    batch_iou_options const& options = {}) {
  batch_iou_detail::require_rows(be, a);
  batch_iou_detail::require_rows(be, b);
  auto const count = be.shape(a)[0];
  if (count != be.shape(b)[0])
    throw shape_error("shape.iou_pairs", "expected as many grasps on both sides, got " + std::to_string(count) +
                                             " and " + std::to_string(be.shape(b)[0]));
  if (!suregrasp::on_host(be, a) || !suregrasp::on_host(be, b)) return be.reshape(suregrasp::iou(be, a, b), {count});
  std::vector<scalar_t<B>> const values =
      suregrasp::host_iou_pairs<scalar_t<B>>(be.to_host(a).values, be.to_host(b).values, options);
  return be.from_host({extents{count}, std::span<scalar_t<B> const>(values)});
}

/// IoU of each row of `a` with each row of `b`: `[N, 5]` and `[M, 5]` to `[N, M]`; cost N * M.
///
/// As `iou_pairs`, with one sine and cosine a row. Throws shape_error `shape.grasp_rows`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou_matrix(B const& be, tensor_t<B> const& a, tensor_t<B> const& b,
                                     batch_iou_options const& options = {}) {
  batch_iou_detail::require_rows(be, a);
  batch_iou_detail::require_rows(be, b);
  auto const rows = be.shape(a)[0], columns = be.shape(b)[0];
  if (!suregrasp::on_host(be, a) || !suregrasp::on_host(be, b))
    return be.reshape(suregrasp::iou(be, be.reshape(a, {rows, 1, 5}), be.reshape(b, {1, columns, 5})), {rows, columns});
  std::vector<scalar_t<B>> const values =
      suregrasp::host_iou_matrix<scalar_t<B>>(be.to_host(a).values, be.to_host(b).values, options);
  return be.from_host({extents{rows, columns}, std::span<scalar_t<B> const>(values)});
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_BATCH_IOU_HPP
