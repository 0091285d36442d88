// The overlap of two rectangles without branches, for V a number or a pack of numbers: included by overlap_kernel.hpp.

namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE {

/// Where the other of two rectangles lies in the frame of the first, mirrored so that the cosine and the sine of the
/// angle between them are at least 0.
template <class V>
struct placement {
  point_of<V> own, other;  ///< half sizes
  point_of<V> offset;
  V cos, sin;
};

/// What tells two rectangles apart: the first field in which they differ, that of the second less that of the first.
template <class V>
struct difference_of {
  V first;
  mask<V> same;  ///< equal, or half a turn from it
};

template <class V>
SUREGRASP_KERNEL difference_of<V> difference(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d) {
  using M = mask<V>;
  V const zero{}, wider = b.half.x - a.half.x, taller = b.half.y - a.half.y, turn = b.theta - a.theta;
  M const same_opening = wider == zero, same_size = same_opening & (taller == zero), same_x = same_size & (d.x == zero);
  M const same_centre = same_x & (d.y == zero);
  V const first =
      select<M, V>(same_centre, turn,
                   select<M, V>(same_x, d.y, select<M, V>(same_size, d.x, select<M, V>(same_opening, taller, wider))));
  constexpr auto pi = std::numbers::pi_v<element<V>>;
  V const half_turn = select<M, V>(turn < zero, all<V>(-pi), all<V>(pi));
  M const same = same_centre & ((turn == zero) | (a.theta + half_turn == b.theta) | (b.theta - half_turn == a.theta));
  return {first, same};
}

/// The smaller rectangle is the first, as told by the first field in which they differ: both orders of a pair are one
/// computation.
template <class V>
SUREGRASP_KERNEL placement<V> placed(rectangle_of<V> const& a, rectangle_of<V> const& b, point_of<V> const& d,
                                     V const& first_difference) {
  using M = mask<V>;
  M const swap = first_difference < V{};
  V const cos = times<V>(a.cos, b.cos) + times<V>(a.sin, b.sin), sin = times<V>(b.sin, a.cos) - times<V>(b.cos, a.sin);
  V const frame_cos = select<M, V>(swap, b.cos, a.cos), frame_sin = select<M, V>(swap, b.sin, a.sin);
  V const x = times<V>(d.x, frame_cos) - times<V>(d.y, frame_sin),
          y = times<V>(d.x, frame_sin) + times<V>(d.y, frame_cos);
  return {{smaller<V>(a.half.x, b.half.x), select<M, V>(swap, b.half.y, a.half.y)},
          {larger<V>(a.half.x, b.half.x), select<M, V>(swap, a.half.y, b.half.y)},
          {x, with_signs_of<V>(y, cos, sin, first_difference)},
          magnitude<V>(cos),
          magnitude<V>(sin)};
}

/// What the edges of the other rectangle add: twice the integral of clamp(y, -half, half) over x along the edge from
/// `p` to `q` is `level + bent / slope`.
template <class V>
struct edge_terms {
  V level, bent;
};

/// A corner, brought to |x| <= half along the edge that leaves it, which rises or falls by `slope`.
template <class V, bool Falls>
SUREGRASP_KERNEL point_of<V> brought_in(V const& x, V const& y, V const& slope, V const& half) {
  V const inner = within<V>(x, half), rise = times<V>(inner - x, slope);
  return {inner, Falls ? y - rise : y + rise};
}

/// Of the edge from `p`, brought in, to where x is `end`.
template <class V, bool Falls>
SUREGRASP_KERNEL edge_terms<V> clamped_integral(point_of<V> const& p, V const& end, V const& slope, V const& half) {
  V const way = end - p.x, rise = times<V>(way, slope), y = Falls ? p.y - rise : p.y + rise;
  V const cp = within<V>(p.y, half), cq = within<V>(y, half), clamped = cp + cq;
  return {times<V>(way, clamped), times<V>((p.y + y) - clamped, cq - cp)};
}

/// A divisor of at least 0, but not 0: the quotient multiplies a way as short.
template <class V>
SUREGRASP_KERNEL V guarded(V const& divisor) {
  return larger<V>(divisor, all<V>(element<V>(1e-18)));
}

/// Twice the area that two rectangles have in common, of which `u` and `v` are the half edges of the other. Opposite
/// edges are added first, so that an offset and its negative give the same bits.
template <class V>
SUREGRASP_KERNEL V overlap_in_frame(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{at.offset.x - u.x, at.offset.y + u.y}, ahead{at.offset.x + u.x, at.offset.y - u.y};
  V const steep = at.cos / guarded<V>(at.sin), flat = at.sin / guarded<V>(at.cos);
  auto const p0 = brought_in<V, true>(back.x - v.x, back.y - v.y, flat, at.own.x);
  auto const p1 = brought_in<V, false>(ahead.x - v.x, ahead.y - v.y, steep, at.own.x);
  auto const e0 = clamped_integral<V, true>(p0, p1.x, flat, at.own.y);
  auto const p2 = brought_in<V, true>(ahead.x + v.x, ahead.y + v.y, flat, at.own.x);
  auto const e1 = clamped_integral<V, false>(p1, p2.x, steep, at.own.y);
  auto const p3 = brought_in<V, false>(back.x + v.x, back.y + v.y, steep, at.own.x);
  auto const e2 = clamped_integral<V, true>(p2, p3.x, flat, at.own.y);
  auto const e3 = clamped_integral<V, false>(p3, p0.x, steep, at.own.y);
  V const level = (e0.level + e2.level) + (e1.level + e3.level);
  V const bent = times<V>(e1.bent + e3.bent, flat) - times<V>(e0.bent + e2.bent, steep);
  return magnitude<V>(level + bent);
}

/// How far two rectangles are apart at the most, along the axes of the other and the y axis of the first; below 0 where
/// they are not. Apart along its x axis they have nothing in common as it is: every edge is brought in to one x.
template <class V>
SUREGRASP_KERNEL V gap(placement<V> const& at, point_of<V> const& u, point_of<V> const& v) {
  point_of<V> const back{times<V>(at.offset.x, at.cos) - times<V>(at.offset.y, at.sin),
                         times<V>(at.offset.x, at.sin) + times<V>(at.offset.y, at.cos)};
  point_of<V> const reach{at.other.x + (times<V>(at.own.x, at.cos) + times<V>(at.own.y, at.sin)),
                          at.other.y + (times<V>(at.own.x, at.sin) + times<V>(at.own.y, at.cos))};
  return larger<V>(magnitude<V>(at.offset.y) - (at.own.y + (u.y + v.y)),
                   larger<V>(magnitude<V>(back.x) - reach.x, magnitude<V>(back.y) - reach.y));
}

/// What two rectangles have in common and cover together. `Distinct` says that no lane holds rectangles of one opening,
/// which saves a tenth.
template <class V, bool Distinct = false>
SUREGRASP_KERNEL shared_areas<V> areas_of(rectangle_of<V> const& a, rectangle_of<V> const& b) {
  using M = mask<V>;
  V const zero{}, both = a.twice_area + b.twice_area;
  point_of<V> const d{b.x - a.x, b.y - a.y};
  difference_of<V> by{};
  if constexpr (Distinct)
    by.first = b.half.x - a.half.x;
  else
    by = difference<V>(a, b, d);
  auto const at = placed<V>(a, b, d, by.first);
  point_of<V> const u{times<V>(at.other.x, at.cos), times<V>(at.other.x, at.sin)};
  point_of<V> const v{times<V>(at.other.y, at.sin), times<V>(at.other.y, at.cos)};
  V const between = gap<V>(at, u, v);
  M const meet = between < zero;
  if (!any_negative<V>(between)) return {zero, both, meet, by.same};
  V common = smaller<V>(overlap_in_frame<V>(at, u, v), smaller<V>(a.twice_area, b.twice_area));
  if constexpr (!Distinct) common = select<M, V>(by.same, a.twice_area, common);
  return {common, both - common, meet, by.same};
}

/// Intersection over union, in [0, 1].
template <class V>
SUREGRASP_KERNEL V ratio(shared_areas<V> const& areas) {
  return select<mask<V>, V>(areas.meet, areas.common / areas.covered, V{});
}

/// The rectangles from `first` on; in every lane the first of them where `Same`.
template <class V, bool Same>
SUREGRASP_KERNEL rectangle_of<V> read(rectangle_table<element<V> const> const& from, std::size_t first) {
  if constexpr (Same)
    return {all<V>(from[0][first]), all<V>(from[1][first]),
            all<V>(from[2][first]), {all<V>(from[3][first]), all<V>(from[4][first])},
            all<V>(from[5][first]), all<V>(from[6][first]),
            all<V>(from[7][first])};
  else
    return {load<V>(from[0] + first), load<V>(from[1] + first),
            load<V>(from[2] + first), {load<V>(from[3] + first), load<V>(from[4] + first)},
            load<V>(from[5] + first), load<V>(from[6] + first),
            load<V>(from[7] + first)};
}

/// The directions of all rectangles, from their angles.
template <class V>
SUREGRASP_KERNEL_TARGET void find_directions(rectangle_columns<element<V>>& of) {
  auto const at = of.table();
  for (std::size_t i = 0; i < of.stride(); i += count<V>) {
    auto const axis = direction<V>(load<V>(at[2] + i));
    std::memcpy(at[5] + i, &axis.cos, sizeof(V));
    std::memcpy(at[6] + i, &axis.sin, sizeof(V));
  }
}

/// IoU of rectangle `row` of `a`, or of rectangle i where `Same` is false, with each rectangle i of `b`: b.size()
/// values. Those of pairs that are too thin are not to be relied on.
template <class V, bool Same>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const fixed = read<V, true>(a.table(), row);
  auto const rows = a.table(), columns = b.table();
  std::size_t const size = b.size();
  for (std::size_t i = 0; i < size; i += count<V>) {
    auto const first = Same ? fixed : read<V, false>(rows, i), second = read<V, false>(columns, i);
    V const value = any_zero<V>(second.half.x - first.half.x) ? ratio<V>(areas_of<V>(first, second))
                                                              : ratio<V>(areas_of<V, true>(first, second));
    if (i + count<V> <= size)
      std::memcpy(out + i, &value, sizeof(V));
    else
      std::memcpy(out + i, &value, (size - i) * sizeof(element<V>));
  }
}

}  // namespace suregrasp::inline v2::simd::SUREGRASP_KERNEL_NAMESPACE
