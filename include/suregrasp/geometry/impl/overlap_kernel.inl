// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// A corner, brought to |x| <= a along the edge that leaves it: where it lies, and how far it had to move.
template <class V>
struct corner {
  V y, x, moved;
};

template <class V>
SUREGRASP_KERNEL corner<V> brought_in(V const& x, V const& y, V const& half) {
  V const inner = within<V>(x, half);
  return {y, inner, inner - x};
}

/// Twice the integral of clamp(y, -half, half) over x along the edge from `p` to `q`.
template <class V>
SUREGRASP_KERNEL V clamped_integral(corner<V> const& p, corner<V> const& q, V const& slope, V const& half) {
  V const yp = p.y + times<V>(p.moved, slope), yq = q.y + times<V>(q.moved, slope);
  V const cp = within<V>(yp, half), cq = within<V>(yq, half), rise = yq - yp;
  V const inside = (cq - cp) / select<mask<V>, V>(rise == V{}, all<V>(1), rise), clamped = cp + cq;
  return times<V>(q.x - p.x, clamped + times<V>((yp + yq) - clamped, inside));
}

/// `divisor`, or 1 where it is as good as 0 and the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return select<mask<V>, V>(magnitude<V>(divisor) < all<V>(element<V>(1e-18)), all<V>(1), divisor);
}

/// Overlap of the rectangle of half sizes `a` around the origin with that of half sizes `b` around `d`, turned by
/// (cos, sin). The same bits for `d` and `-d`: opposite edges are added first.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(point_of<V> const& a, point_of<V> const& b, point_of<V> const& d, V const& cos,
                                    V const& sin) {
  point_of<V> const u{times<V>(b.x, cos), -times<V>(b.x, sin)}, v{times<V>(b.y, sin), times<V>(b.y, cos)};
  point_of<V> const back{d.x - u.x, d.y - u.y}, ahead{d.x + u.x, d.y + u.y};
  auto const p0 = brought_in<V>(back.x - v.x, back.y - v.y, a.x), p1 = brought_in<V>(ahead.x - v.x, ahead.y - v.y, a.x);
  auto const p2 = brought_in<V>(ahead.x + v.x, ahead.y + v.y, a.x), p3 = brought_in<V>(back.x + v.x, back.y + v.y, a.x);
  V const along = -sin / guarded<V>(cos), across = cos / guarded<V>(sin);
  V const twice = (clamped_integral<V>(p0, p1, along, a.y) + clamped_integral<V>(p2, p3, along, a.y)) +
                  (clamped_integral<V>(p1, p2, across, a.y) + clamped_integral<V>(p3, p0, across, a.y));
  return times<V>(magnitude<V>(twice), all<V>(element<V>(0.5)));
}

/// Whether two rectangles lie apart along an axis of the one of half sizes `own`, which sees the other at `d`, turned
/// by angles whose cosine and sine are `cos` and `sin` but for their signs.
template <class V>
SUREGRASP_KERNEL mask<V> beyond(point_of<V> const& d, point_of<V> const& own, point_of<V> const& other, V const& cos,
                                V const& sin) {
  return (magnitude<V>(d.x) >= own.x + (times<V>(other.x, cos) + times<V>(other.y, sin))) |
         (magnitude<V>(d.y) >= own.y + (times<V>(other.x, sin) + times<V>(other.y, cos)));
}

/// What two rectangles have in common and cover together; nothing where either has no area or they only touch.
///
/// Both orders of a pair are one computation: it happens in the frame of the smaller rectangle, as told by the first
/// field in which they differ.
template <class V>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using T = element<V>;
  using M = mask<V>;
  V const zero{}, dx = b.x - a.x, dy = b.y - a.y, turn = b.theta - a.theta;
  V const wider = b.opening - a.opening, taller = b.jaw - a.jaw;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (dx == zero);
  M const same_centre = same_x & (dy == zero);
  V const first_difference =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, dy, select<M, V>(same_size, dx, select<M, V>(same_opening, taller, wider))));
  V const half_turn = select<M, V>(turn < zero, all<V>(-std::numbers::pi_v<T>), all<V>(std::numbers::pi_v<T>));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));

  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const one_half = all<V>(T(0.5));
  point_of<V> const half_a{times<V>(a.opening, one_half), times<V>(a.jaw, one_half)};
  point_of<V> const half_b{times<V>(b.opening, one_half), times<V>(b.jaw, one_half)};
  point_of<V> const in_a{times<V>(dx, a.cos) - times<V>(dy, a.sin), times<V>(dx, a.sin) + times<V>(dy, a.cos)};
  point_of<V> const in_b{times<V>(dx, b.cos) - times<V>(dy, b.sin), times<V>(dx, b.sin) + times<V>(dy, b.cos)};
  V const abs_cos = magnitude<V>(cos), abs_sin = magnitude<V>(sin);
  M const apart = beyond<V>(in_a, half_a, half_b, abs_cos, abs_sin) | beyond<V>(in_b, half_b, half_a, abs_cos, abs_sin);

  M const swap = first_difference < zero;
  point_of<V> const frame{select<M, V>(swap, half_b.x, half_a.x), select<M, V>(swap, half_b.y, half_a.y)};
  point_of<V> const other{select<M, V>(swap, half_a.x, half_b.x), select<M, V>(swap, half_a.y, half_b.y)};
  point_of<V> const offset{select<M, V>(swap, in_b.x, in_a.x), select<M, V>(swap, in_b.y, in_a.y)};
  V const overlap = overlap_in_frame<V>(frame, other, offset, cos, select<M, V>(swap, -sin, sin));

  V const area_a = times<V>(a.opening, a.jaw), area_b = times<V>(b.opening, b.jaw);
  M const hollow = smaller<V>(smaller<V>(a.opening, a.jaw), smaller<V>(b.opening, b.jaw)) <= zero;
  V const bounded = smaller<V>(overlap, smaller<V>(area_a, area_b));
  V const common = select<M, V>(hollow, zero, select<M, V>(same, area_a, select<M, V>(apart, zero, bounded)));
  V const longest = times<V>(larger<V>(a.opening, a.jaw), larger<V>(b.opening, b.jaw));
  M const fit = longest < times<V>(larger<V>(area_a, area_b), all<V>(slenderness<T>));
  M const sure = hollow | same | fit;
  return {common, select<M, V>(same, area_a, (area_a + area_b) - common), sure == M{}};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.common > V{}, smaller<V>(areas.common / areas.covered, all<V>(1)), V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_columns<element<V>> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]), all<V>(from[2][first]), all<V>(from[3][first]),
            all<V>(from[4][first]), all<V>(from[5][first]), all<V>(from[6][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first), load<V>(from[2] + first), load<V>(from[3] + first),
            load<V>(from[4] + first), load<V>(from[5] + first), load<V>(from[6] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(of[2] + i));
    std::memcpy(of[5] + i, &axis.cos, sizeof(V));
    std::memcpy(of[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`; -1 where the
/// pair is too thin. Writes b.size() values and tells whether one of them is -1.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET bool find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a, row);
  V least = {};
  for (std::size_t i = 0; i < b.size(); i += count<V>) {
    auto const areas = areas_of<V>(Same ? fixed : read<V, false>(a, i), read<V, false>(b, i));
    V const value = select<mask<V>, V>(areas.unsure, all<V>(-1), ratio<V>(areas));
    least = smaller<V>(least, value);
    if (i + count<V> <= b.size())
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (b.size() - i) * sizeof(element<V>));
  }
  bool any = false;
  for (std::size_t k = 0; k < count<V>; ++k) any |= least[k] < 0;
  return any;
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
