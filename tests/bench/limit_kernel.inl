// The IoU of a rectangle with each of many by the bare formula: included by limit_kernel.hpp.

namespace limit_kernel::SUREGRASP_KERNEL_NAMESPACE {

using namespace suregrasp::simd;
using namespace suregrasp::simd::SUREGRASP_KERNEL_NAMESPACE;

template <class V>
SUREGRASP_KERNEL V edge(point_of<V> const& p, point_of<V> const& q, V const& slope, point_of<V> const& half) {
  V const xp = within<V>(p.x, half.x), xq = within<V>(q.x, half.x);
  V const yp = p.y + (xp - p.x) * slope, yq = q.y + (xq - q.x) * slope;
  V const cp = within<V>(yp, half.y), cq = within<V>(yq, half.y), rise = yq - yp;
  V const inside = (cq - cp) / select<mask<V>, V>(rise == V{}, all<V>(1), rise);
  return (xq - xp) * ((cp + cq) + ((yp + yq) - (cp + cq)) * inside);
}

template <class V>
SUREGRASP_KERNEL V unless_zero(V const& divisor) {
  return select<mask<V>, V>(magnitude<V>(divisor) < all<V>(element<V>(1e-18)), all<V>(1), divisor);
}

/// Of rectangle `row` of `a` with each of `b`, which holds whole packs.
template <class V>
SUREGRASP_KERNEL_TARGET void find_row(rectangle_columns<element<V>> const& a, std::size_t row,
                                      rectangle_columns<element<V>> const& b, element<V>* out) {
  auto const rows = a.table(), columns = b.table();
  V const ax = all<V>(rows[0][row]), ay = all<V>(rows[1][row]), ac = all<V>(rows[5][row]);
  V const as = all<V>(rows[6][row]), area_a = all<V>(rows[7][row]);
  point_of<V> const half_a{all<V>(rows[3][row]), all<V>(rows[4][row])};
  for (std::size_t i = 0; i < b.size(); i += count<V>) {
    V const dx = load<V>(columns[0] + i) - ax, dy = load<V>(columns[1] + i) - ay, bc = load<V>(columns[5] + i),
            bs = load<V>(columns[6] + i);
    V const opening = load<V>(columns[3] + i), jaw = load<V>(columns[4] + i);
    V const cos = ac * bc + as * bs, sin = bs * ac - bc * as;
    point_of<V> const d{dx * ac - dy * as, dx * as + dy * ac};
    point_of<V> const u{opening * cos, -opening * sin}, v{jaw * sin, jaw * cos};
    point_of<V> const p0{d.x - u.x - v.x, d.y - u.y - v.y}, p1{d.x + u.x - v.x, d.y + u.y - v.y};
    point_of<V> const p2{d.x + u.x + v.x, d.y + u.y + v.y}, p3{d.x - u.x + v.x, d.y - u.y + v.y};
    V const along = -sin / unless_zero<V>(cos), across = cos / unless_zero<V>(sin);
    V const twice = edge<V>(p0, p1, along, half_a) + edge<V>(p1, p2, across, half_a) + edge<V>(p2, p3, along, half_a) +
                    edge<V>(p3, p0, across, half_a);
    V const common = magnitude<V>(twice), value = common / (area_a + load<V>(columns[7] + i) - common);
    std::memcpy(out + i, &value, sizeof(V));
  }
}

}  // namespace limit_kernel::SUREGRASP_KERNEL_NAMESPACE
