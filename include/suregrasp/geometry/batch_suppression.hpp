#ifndef SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP
#define SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP

#include <cstddef>
#include <cstdint>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Greedy non-maximum suppression of grasps `[N, 5]` with scores `[N]`: the rows kept, best score first, ready for
/// `be.take(grasps, rows, 0)`.
///
/// The values are read to the host, for each choice depends on the one before. Throws shape_error `shape.grasp_rows`,
/// and what the form for vectors throws.
template <tensor_backend B>
[[nodiscard]] std::vector<std::int64_t> rotated_suppression(B const& be, tensor_t<B> const& grasps,
                                                            tensor_t<B> const& scores,
                                                            rotated_suppression_options const& options = {}) {
  auto const rows = be.to_host(grasps);
  if (rows.shape.size() != 2 || rows.shape[1] != 5)
    throw shape_error("shape.grasp_rows", "expected grasps of shape [N, 5], got " + to_string(rows.shape));
  std::vector<grasp<scalar_t<B>>> list;
  list.reserve(rows.values.size() / 5);
  for (std::size_t i = 0; i < rows.values.size(); i += 5) {
    auto const* v = rows.values.data() + i;
    list.push_back({v[0], v[1], v[2], v[3], v[4]});
  }
  auto const kept = suregrasp::rotated_suppression(list, be.to_host(scores).values, options);
  return {kept.begin(), kept.end()};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_BATCH_SUPPRESSION_HPP
