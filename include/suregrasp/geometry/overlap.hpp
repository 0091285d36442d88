#ifndef SUREGRASP_GEOMETRY_OVERLAP_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_HPP

#include <cmath>
#include <concepts>
#include <limits>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/impl/axis_direction.hpp>
#include <suregrasp/geometry/impl/overlap_kernel.hpp>
#include <type_traits>

namespace suregrasp::inline v2 {

/// The direction of an axis, to the last bit or two. Angles of many thousand turns, and types wider than double, go to
/// the mathematical library.
template <std::floating_point T>
[[nodiscard]] axis_direction<T> direction_of_axis(T theta) {
  if constexpr (sizeof(T) <= sizeof(double))
    if (std::abs(theta) <= axis_direction_detail::reduction<T>::limit) return simd::baseline::direction<T>(theta);
  return {std::cos(theta), std::sin(theta)};
}

/// A grasp with the direction of its opening axis: prepared once, overlapped with many others.
template <std::floating_point T>
struct prepared_grasp {
  grasp<T> pose;
  axis_direction<T> axis;

  explicit prepared_grasp(grasp<T> const& g) : pose(g), axis(direction_of_axis(g.theta)) {}
};

namespace overlap_detail {

/// The type that finds what T is too coarse for; T itself where there is none.
template <class T>
using wider = std::conditional_t<
    std::is_same_v<T, float>, double,
    std::conditional_t<(std::numeric_limits<long double>::digits > std::numeric_limits<T>::digits), long double, T>>;

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class T>
[[nodiscard]] bool far_apart(grasp<T> const& a, grasp<T> const& b) {
  T const dx = b.x - a.x, dy = b.y - a.y;
  T const bound = (a.opening * a.opening + a.jaw * a.jaw + b.opening * b.opening + b.jaw * b.jaw) / 2;
  return dx * dx + dy * dy > bound * T(1.0001);
}

/// What `of` makes of the areas that two grasps share; of a pair too thin for T in the next wider type.
template <class T, class Of>
[[nodiscard]] T from_areas(prepared_grasp<T> const& a, prepared_grasp<T> const& b, Of const& of) {
  if (far_apart(a.pose, b.pose)) return 0;
  auto const first = simd::rectangle(a.pose, a.axis), second = simd::rectangle(b.pose, b.axis);
  auto const areas = simd::baseline::areas_of<T>(first, second);
  using W = wider<T>;
  if constexpr (!std::is_same_v<T, W>)
    if (simd::too_thin(first, second) && !areas.same)
      return static_cast<T>(from_areas(prepared_grasp(grasp<W>(a.pose)), prepared_grasp(grasp<W>(b.pose)), of));
  return of(areas);
}

}  // namespace overlap_detail

/// Area common to two grasp rectangles in square pixels; 0 where either has no area. The same bits for both orders.
///
/// A pair so thin that the rounding of its type would show is computed in the next wider one.
template <std::floating_point T>
[[nodiscard]] T overlap_area(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return overlap_detail::from_areas(a, b, [](auto const& areas) { return areas.meet ? areas.common / 2 : 0; });
}

/// The same for grasps that were not prepared.
template <std::floating_point T>
[[nodiscard]] T overlap_area(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : overlap_area(prepared_grasp(a), prepared_grasp(b));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_OVERLAP_HPP
