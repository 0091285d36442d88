#ifndef SUREGRASP_GEOMETRY_IOU_HPP
#define SUREGRASP_GEOMETRY_IOU_HPP

#include <concepts>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/impl/overlap_kernel.hpp>
#include <suregrasp/geometry/overlap.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// Intersection over union of two grasp rectangles, in [0, 1].
///
/// Exactly 1 for equal grasps (also with theta turned by pi), 0 for rectangles apart or without area, and the same bits
/// for both orders of the arguments. Errs by at most 1e-12 in double and 2e-5 in float; a pair so thin that the
/// rounding of its type would show more is computed in the next wider type. Fields must be finite; `checked_iou` tests
/// them.
template <std::floating_point T>
[[nodiscard]] T iou(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, []<class W>(simd::shared_areas<W> const& areas) {
    return areas.same ? W(1) : simd::baseline::ratio<W>(areas);  // areas may be beyond all numbers
  });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T iou(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : iou(prepared_grasp(a), prepared_grasp(b));
}

/// Throws geometry_error `geometry.not_finite` unless every field is finite and both sizes are at least 0; `name` says
/// which grasp it is in the message.
template <std::floating_point T>
void require_valid(grasp<T> const& g, std::string const& name) {
  if (is_finite(g) && g.opening >= 0 && g.jaw >= 0) return;
  throw geometry_error("geometry.not_finite", name + ": expected finite fields and sizes of at least 0, got x " +
                                                  std::to_string(g.x) + ", y " + std::to_string(g.y) + ", theta " +
                                                  std::to_string(g.theta) + ", opening " + std::to_string(g.opening) +
                                                  ", jaw " + std::to_string(g.jaw));
}

/// `iou` for grasps from outside: throws geometry_error `geometry.not_finite` for a field that is not finite or a size
/// below 0.
template <std::floating_point T>
[[nodiscard]] T checked_iou(grasp<T> const& a, grasp<T> const& b) {
  require_valid(a, "first grasp");
  require_valid(b, "second grasp");
  return iou(a, b);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_IOU_HPP
