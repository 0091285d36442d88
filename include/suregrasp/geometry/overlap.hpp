#ifndef SUREGRASP_GEOMETRY_OVERLAP_HPP
#define SUREGRASP_GEOMETRY_OVERLAP_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <numbers>
#include <suregrasp/geometry/grasp.hpp>
#include <tuple>
#include <type_traits>

namespace suregrasp::inline v1 {

/// A grasp with the sine and cosine of its angle: prepared once, overlapped with many others.
///
/// A grasp of floats is prepared in double, so that its overlaps are right to the last bits of a float however thin or
/// far from the origin it is.
template <std::floating_point T>
struct prepared_grasp {
  using work_type = std::conditional_t<std::is_same_v<T, float>, double, T>;

  grasp<T> pose;
  work_type cos;
  work_type sin;

  explicit prepared_grasp(grasp<T> const& g)
      : pose(g), cos(std::cos(static_cast<work_type>(g.theta))), sin(std::sin(static_cast<work_type>(g.theta))) {}
};

namespace overlap_detail {

/// Half the size of a rectangle along its own two axes.
template <class T>
struct half_size {
  T along = 0;
  T across = 0;
};

template <class T, class U>
[[nodiscard]] half_size<T> halves(grasp<U> const& g) {
  return {static_cast<T>(g.opening) / 2, static_cast<T>(g.jaw) / 2};
}

/// Whether an angle is the other, or the other turned by pi as far as its type can say.
template <class T>
[[nodiscard]] bool same_axis(T a, T b) {
  constexpr T pi = std::numbers::pi_v<T>;
  return a == b || a + pi == b || a - pi == b || b + pi == a || b - pi == a;
}

template <class T>
[[nodiscard]] bool same_rectangle(grasp<T> const& a, grasp<T> const& b) {
  return a.x == b.x && a.y == b.y && a.opening == b.opening && a.jaw == b.jaw && same_axis(a.theta, b.theta);
}

/// A total order, by which both orders of a pair become one computation.
template <class T>
[[nodiscard]] bool precedes(grasp<T> const& a, grasp<T> const& b) {
  return std::tie(a.opening, a.jaw, a.x, a.y, a.theta) < std::tie(b.opening, b.jaw, b.x, b.y, b.theta);
}

/// Whether the circles around two rectangles are apart, by a bound that needs no root: (r + s)^2 <= 2 (r^2 + s^2).
template <class T>
[[nodiscard]] bool far_apart(grasp<T> const& a, grasp<T> const& b) {
  T const dx = b.x - a.x, dy = b.y - a.y;
  T const bound = (a.opening * a.opening + a.jaw * a.jaw + b.opening * b.opening + b.jaw * b.jaw) / 2;
  return dx * dx + dy * dy > bound * T(1.0001);
}

/// Whether an axis of the rectangle around the origin separates it from the one around `d`, turned by (cos, sin).
template <class T>
[[nodiscard]] bool separated(half_size<T> a, half_size<T> b, point<T> d, T cos, T sin) {
  T const c = std::abs(cos), s = std::abs(sin);
  return std::abs(d.x) >= a.along + (b.along * c + b.across * s) ||
         std::abs(d.y) >= a.across + (b.along * s + b.across * c);
}

/// Integral of clamp(y, -b, b) over x within [-a, a], along the edge from `p` to `q`, where `a` and `b` are the halves
/// `along` and `across`. Each quotient lies in [0, 1] or is multiplied by what it was divided by, so nothing
/// degenerates.
template <class T>
[[nodiscard]] T clamped_integral(point<T> p, point<T> q, half_size<T> box) {
  T const xp = std::clamp(p.x, -box.along, box.along), xq = std::clamp(q.x, -box.along, box.along);
  if (xp == xq) return 0;
  T const slope = (q.y - p.y) / (q.x - p.x);
  T const yp = p.y + (xp - p.x) * slope, yq = q.y + (xq - q.x) * slope;
  T const cp = std::clamp(yp, -box.across, box.across), cq = std::clamp(yq, -box.across, box.across);
  T const inside = yp == yq ? T(0) : (cq - cp) / (yq - yp);
  return (xq - xp) * (cp + cq + ((yp - cp) + (yq - cq)) * inside) / 2;
}

/// Overlap of the rectangle around the origin with the one around `d`, turned by (cos, sin).
template <class T>
[[nodiscard]] T overlap_in_frame(half_size<T> a, half_size<T> b, point<T> d, T cos, T sin) {
  point<T> const u{b.along * cos, -b.along * sin}, v{b.across * sin, b.across * cos};
  std::array<point<T>, 4> const p{{{d.x - u.x - v.x, d.y - u.y - v.y},
                                   {d.x + u.x - v.x, d.y + u.y - v.y},
                                   {d.x + u.x + v.x, d.y + u.y + v.y},
                                   {d.x - u.x + v.x, d.y - u.y + v.y}}};
  T const area = std::abs(clamped_integral(p[0], p[1], a) + clamped_integral(p[2], p[3], a) +
                          clamped_integral(p[1], p[2], a) + clamped_integral(p[3], p[0], a));
  return std::min({area, 4 * a.along * a.across, 4 * b.along * b.across});
}

/// The area two rectangles share and the area they cover together, in the type they are computed in.
template <class W>
struct areas {
  W common = 0;
  W covered = 0;
};

/// Kept out of line: where multiplications and additions may fuse, copies of it could round differently.
template <class T, class W = typename prepared_grasp<T>::work_type>
[[nodiscard, gnu::noinline]] areas<W> ordered_areas(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  auto const ha = halves<W>(a.pose), hb = halves<W>(b.pose);
  W const dx = W(b.pose.x) - W(a.pose.x), dy = W(b.pose.y) - W(a.pose.y);
  W const cos = a.cos * b.cos + a.sin * b.sin, sin = b.sin * a.cos - b.cos * a.sin;
  point<W> const d{dx * a.cos - dy * a.sin, dx * a.sin + dy * a.cos};
  point<W> const back{dx * b.cos - dy * b.sin, dx * b.sin + dy * b.cos};
  W const both = 4 * (ha.along * ha.across + hb.along * hb.across);
  if (separated(ha, hb, d, cos, sin) || separated(hb, ha, back, cos, sin)) return {0, both};
  W const common = overlap_in_frame(ha, hb, d, cos, sin);
  return {common, both - common};
}

/// Both areas 0 where either rectangle has no area.
template <class T, class W = typename prepared_grasp<T>::work_type>
[[nodiscard]] areas<W> areas_of(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  if (!(a.pose.opening > 0 && a.pose.jaw > 0 && b.pose.opening > 0 && b.pose.jaw > 0)) return {};
  W const own = W(a.pose.opening) * W(a.pose.jaw);
  if (same_rectangle(a.pose, b.pose)) return {own, own};
  return precedes(a.pose, b.pose) ? ordered_areas(b, a) : ordered_areas(a, b);
}

}  // namespace overlap_detail

/// Area common to two grasp rectangles in square pixels; 0 where either has no area.
///
/// Closed form without clipping: in the frame of one rectangle, where it is |x| <= a, |y| <= b, the overlap is the
/// absolute sum over the other's four edges of the integral of clamp(y, -b, b) over x clamped to [-a, a]. Continuous in
/// every input, with no degenerate case; swapping the arguments gives the same bits.
template <std::floating_point T>
[[nodiscard]] T overlap_area(prepared_grasp<T> const& a, prepared_grasp<T> const& b) {
  return static_cast<T>(overlap_detail::areas_of(a, b).common);
}

template <std::floating_point T>
[[nodiscard]] T overlap_area(grasp<T> const& a, grasp<T> const& b) {
  return overlap_detail::far_apart(a, b) ? T(0) : overlap_area(prepared_grasp(a), prepared_grasp(b));
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_GEOMETRY_OVERLAP_HPP
