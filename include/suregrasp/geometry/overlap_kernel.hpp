#ifndef SUREGRASP_GEOMETRY_OVERLAP_KERNEL_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_KERNEL_HPP

#include <concepts>
#include <numbers>
#include <suregrasp/geometry/axis_direction.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/lanes.hpp>
#include <type_traits>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif

/// The overlap of two rectangles as one formula without branches, for V a number or a pack of numbers.
///
/// In the frame of one rectangle, where it is |x| <= a, |y| <= b, the overlap is the absolute sum over the other's four
/// edges of the integral of clamp(y, -b, b) over x clamped to [-a, a]. It is continuous in every input and has no
/// degenerate case: a quotient whose divisor vanishes is multiplied by what vanishes with it.
namespace suregrasp::inline v1::overlap_kernel {

using lanes::all;
using lanes::select;
using lanes::times;
using lanes::within;

/// A rectangle, or one in each lane, with the direction of its opening.
template <class V>
struct rectangle {
  V x, y, theta, opening, jaw, cos, sin;
};

template <class V>
struct vector {
  V x, y;
};

/// What two rectangles have in common and cover together. `unsure` marks a pair too thin for the precision of V, whose
/// areas a wider type has to find.
template <class V>
struct areas {
  V common, covered;
  decltype((V{} < V{}) & (V{} < V{})) unsure;
};

/// Areas err by about the product of the two longer sides, in units of the last place: a pair is computed as it is
/// while that product stays within so many times the larger area.
template <class T>
inline constexpr T slenderness = std::is_same_v<T, float> ? T(64) : T(512);

template <class V>
[[nodiscard, gnu::always_inline]] inline auto same_axis(V a, V b) {
  using T = lanes::element<V>;
  V const low = lanes::smaller(a, b), high = lanes::larger(a, b), half_turn = all<V>(std::numbers::pi_v<T>);
  return (a == b) | (low + half_turn == high) | (high - half_turn == low);
}

/// A total order, by which both orders of a pair become one computation.
template <class V>
[[nodiscard, gnu::always_inline]] inline auto precedes(rectangle<V> const& a, rectangle<V> const& b) {
  auto const by_theta = (a.y < b.y) | ((a.y == b.y) & (a.theta < b.theta));
  auto const by_place = (a.x < b.x) | ((a.x == b.x) & by_theta);
  auto const by_jaw = (a.jaw < b.jaw) | ((a.jaw == b.jaw) & by_place);
  return (a.opening < b.opening) | ((a.opening == b.opening) & by_jaw);
}

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class R>
[[nodiscard, gnu::always_inline]] inline auto far_apart(R const& a, R const& b) {
  using V = std::remove_cvref_t<decltype(a.x)>;
  V const dx = b.x - a.x, dy = b.y - a.y;
  V const bound =
      (times(a.opening, a.opening) + times(a.jaw, a.jaw)) + (times(b.opening, b.opening) + times(b.jaw, b.jaw));
  return times(dx, dx) + times(dy, dy) > times(bound, all<V>(lanes::element<V>(0.50005)));
}

/// A corner, brought to |x| <= a along the edge that leaves it: where it lies, and how far it had to move.
template <class V>
struct corner {
  V y, x, moved;
};

template <class V>
[[nodiscard, gnu::always_inline]] inline corner<V> brought_in(V x, V y, V half) {
  V const inner = within(x, half);
  return {y, inner, inner - x};
}

/// Twice the integral of clamp(y, -half, half) over x along the edge from `p` to `q`.
template <class V>
[[nodiscard, gnu::always_inline]] inline V clamped_integral(corner<V> const& p, corner<V> const& q, V slope, V half) {
  V const yp = p.y + times(p.moved, slope), yq = q.y + times(q.moved, slope);
  V const cp = within(yp, half), cq = within(yq, half), rise = yq - yp;
  V const inside = (cq - cp) / select(rise == V{}, all<V>(1), rise);
  return times(q.x - p.x, (cp + cq) + times((yp - cp) + (yq - cq), inside));
}

/// `divisor`, or 1 where it is as good as 0 and the quotient multiplies a way as short.
template <class V>
[[nodiscard, gnu::always_inline]] inline V guarded(V divisor) {
  return select(lanes::magnitude(divisor) < all<V>(lanes::element<V>(1e-18)), all<V>(1), divisor);
}

/// Overlap of the rectangle of half sizes `a` around the origin with that of half sizes `b` around `d`, turned by
/// (cos, sin). The same bits for `d` and `-d`: opposite edges are added first.
template <class V>
[[nodiscard, gnu::always_inline]] inline V overlap_in_frame(vector<V> a, vector<V> b, vector<V> d, V cos, V sin) {
  vector<V> const u{times(b.x, cos), -times(b.x, sin)}, v{times(b.y, sin), times(b.y, cos)};
  auto const p0 = brought_in((d.x - u.x) - v.x, (d.y - u.y) - v.y, a.x);
  auto const p1 = brought_in((d.x + u.x) - v.x, (d.y + u.y) - v.y, a.x);
  auto const p2 = brought_in((d.x + u.x) + v.x, (d.y + u.y) + v.y, a.x);
  auto const p3 = brought_in((d.x - u.x) + v.x, (d.y - u.y) + v.y, a.x);
  V const along = -sin / guarded(cos), across = cos / guarded(sin);
  V const twice = (clamped_integral(p0, p1, along, a.y) + clamped_integral(p2, p3, along, a.y)) +
                  (clamped_integral(p1, p2, across, a.y) + clamped_integral(p3, p0, across, a.y));
  return lanes::magnitude(twice) * lanes::element<V>(0.5);
}

/// How far a rectangle of half sizes `half`, turned by (cos, sin) up to their signs, reaches along the axes.
template <class V>
[[nodiscard, gnu::always_inline]] inline vector<V> reach(vector<V> half, V cos, V sin) {
  return {times(half.x, cos) + times(half.y, sin), times(half.x, sin) + times(half.y, cos)};
}

/// The offset (dx, dy) seen along and across `r`.
template <class V>
[[nodiscard, gnu::always_inline]] inline vector<V> seen_from(rectangle<V> const& r, V dx, V dy) {
  return {times(dx, r.cos) - times(dy, r.sin), times(dx, r.sin) + times(dy, r.cos)};
}

template <class V>
[[nodiscard, gnu::always_inline]] inline auto beyond(vector<V> d, vector<V> own, vector<V> other) {
  return (lanes::magnitude(d.x) >= own.x + other.x) | (lanes::magnitude(d.y) >= own.y + other.y);
}

/// The areas of a pair; nothing in common where either has no area or they only touch.
template <class V>
[[nodiscard, gnu::always_inline]] inline areas<V> areas_of(rectangle<V> const& a, rectangle<V> const& b) {
  using T = lanes::element<V>;
  V const dx = b.x - a.x, dy = b.y - a.y;
  V const cos = times(a.cos, b.cos) + times(a.sin, b.sin), sin = times(b.sin, a.cos) - times(b.cos, a.sin);
  V const abs_cos = lanes::magnitude(cos), abs_sin = lanes::magnitude(sin);
  vector<V> const half_a{a.opening * T(0.5), a.jaw * T(0.5)}, half_b{b.opening * T(0.5), b.jaw * T(0.5)};
  vector<V> const in_a = seen_from(a, dx, dy), in_b = seen_from(b, dx, dy);
  auto const distant = far_apart(a, b);
  auto const apart = distant | beyond(in_a, half_a, reach(half_b, abs_cos, abs_sin)) |
                     beyond(in_b, half_b, reach(half_a, abs_cos, abs_sin));

  auto const turn = precedes(a, b);
  vector<V> const frame{select(turn, half_b.x, half_a.x), select(turn, half_b.y, half_a.y)};
  vector<V> const other{select(turn, half_a.x, half_b.x), select(turn, half_a.y, half_b.y)};
  vector<V> const offset{select(turn, in_b.x, in_a.x), select(turn, in_b.y, in_a.y)};
  V const overlap = overlap_in_frame(frame, other, offset, cos, select(turn, -sin, sin));

  V const area_a = times(a.opening, a.jaw), area_b = times(b.opening, b.jaw);
  auto const same =
      (a.x == b.x) & (a.y == b.y) & (a.opening == b.opening) & (a.jaw == b.jaw) & same_axis(a.theta, b.theta);
  auto const solid = (lanes::smaller(a.opening, a.jaw) > V{}) & (lanes::smaller(b.opening, b.jaw) > V{});
  V const bounded = lanes::smaller(overlap, lanes::smaller(area_a, area_b));
  V const common = select(same, area_a, select(apart, V{}, bounded));
  V const longest = times(lanes::larger(a.opening, a.jaw), lanes::larger(b.opening, b.jaw));
  auto const fit = longest < lanes::larger(area_a, area_b) * slenderness<T>;
  return {select(solid, common, V{}), select(same, area_a, (area_a + area_b) - common),
          solid & lanes::none(fit | same | distant)};
}

/// Intersection over union, in [0, 1].
template <class V>
[[nodiscard, gnu::always_inline]] inline V ratio(areas<V> const& pair) {
  return select(pair.common > V{}, lanes::smaller(pair.common / pair.covered, all<V>(1)), V{});
}

}  // namespace suregrasp::inline v1::overlap_kernel

#pragma GCC diagnostic pop

#endif  // SUREGRASP_GEOMETRY_OVERLAP_KERNEL_HPP
