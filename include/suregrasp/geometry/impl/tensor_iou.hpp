#ifndef SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP
#define SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/trigonometry.hpp>

namespace suregrasp::inline v2 {

namespace tensor_iou_detail {

/// A quotient is left out below this, relative to what it divides: its derivative would be rounding alone.
template <class T>
[[nodiscard]] double negligible() {
  return std::cbrt(static_cast<double>(std::numeric_limits<T>::epsilon()) *
                   static_cast<double>(std::numeric_limits<T>::epsilon()));
}

/// The terms of the closed form of `overlap_kernel.hpp` as operations of a backend, on tensors `[..., 1]`.
template <tensor_backend B>
struct closed_form {
  using tensor = tensor_t<B>;
  struct point {
    tensor x, y;
  };
  struct corner {
    tensor x, y, moved;
  };

  B const& be;
  tensor scale;  ///< of the lengths, for what is negligible

  [[nodiscard]] tensor negative(tensor const& t) const { return suregrasp::scale(be, t, -1); }
  [[nodiscard]] tensor half(tensor const& t) const { return suregrasp::scale(be, t, 0.5); }
  [[nodiscard]] tensor within(tensor const& t, tensor const& bound) const {
    return suregrasp::maximum(be, suregrasp::minimum(be, t, bound), negative(bound));
  }

  /// a / b, or `otherwise` where b is negligible beside `size`.
  [[nodiscard]] tensor quotient(tensor const& a, tensor const& b, tensor const& size, tensor const& otherwise) const {
    auto const counts =
        be.sub(suregrasp::abs(be, b), suregrasp::scale(be, size, tensor_iou_detail::negligible<scalar_t<B>>()));
    return be.where(counts, be.div(a, be.where(counts, b, suregrasp::constant(be, 1))), otherwise);
  }

  [[nodiscard]] corner brought_in(tensor const& x, tensor const& y, tensor const& bound) const {
    auto const inner = within(x, bound);
    return {inner, y, be.sub(inner, x)};
  }

  /// Twice the integral of clamp(y, -bound, bound) over x along the edge from `p` to `q`.
  [[nodiscard]] tensor clamped_integral(corner const& p, corner const& q, tensor const& slope,
                                        tensor const& bound) const {
    auto const yp = be.add(p.y, be.mul(p.moved, slope)), yq = be.add(q.y, be.mul(q.moved, slope));
    auto const cp = within(yp, bound), cq = within(yq, bound);
    auto const level =
        be.where(be.sub(bound, suregrasp::abs(be, yp)), suregrasp::constant(be, 1), suregrasp::constant(be, 0));
    auto const inside = quotient(be.sub(cq, cp), be.sub(yq, yp), scale, level);
    auto const outside = be.add(be.sub(yp, cp), be.sub(yq, cq));
    return be.mul(be.sub(q.x, p.x), be.add(be.add(cp, cq), be.mul(outside, inside)));
  }

  /// Overlap of the rectangle of half sizes `a` around the origin with that of half sizes `b` around `d`, turned by
  /// (cos, sin).
  [[nodiscard]] tensor overlap(point const& a, point const& b, point const& d, tensor const& cos,
                               tensor const& sin) const {
    auto const one = suregrasp::constant(be, 1);
    point const u{be.mul(b.x, cos), negative(be.mul(b.x, sin))}, v{be.mul(b.y, sin), be.mul(b.y, cos)};
    point const back{be.sub(d.x, u.x), be.sub(d.y, u.y)}, ahead{be.add(d.x, u.x), be.add(d.y, u.y)};
    auto const p0 = brought_in(be.sub(back.x, v.x), be.sub(back.y, v.y), a.x);
    auto const p1 = brought_in(be.sub(ahead.x, v.x), be.sub(ahead.y, v.y), a.x);
    auto const p2 = brought_in(be.add(ahead.x, v.x), be.add(ahead.y, v.y), a.x);
    auto const p3 = brought_in(be.add(back.x, v.x), be.add(back.y, v.y), a.x);
    auto const along = quotient(negative(sin), cos, one, one), across = quotient(cos, sin, one, one);
    auto const twice = be.add(be.add(clamped_integral(p0, p1, along, a.y), clamped_integral(p2, p3, along, a.y)),
                              be.add(clamped_integral(p1, p2, across, a.y), clamped_integral(p3, p0, across, a.y)));
    return half(suregrasp::abs(be, twice));
  }
};

/// Field k of grasps `[..., 5]`, as `[..., 1]`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> field(B const& be, tensor_t<B> const& grasps, std::int64_t k) {
  return suregrasp::slice(be, grasps, be.shape(grasps).size() - 1, k);
}

}  // namespace tensor_iou_detail

/// Area common to grasps `[..., 5]` of x, y, theta, opening, jaw, whose leading axes broadcast: `[..., 1]`.
///
/// Made of the backend's operations, so it runs where the tensors are and has a derivative, which is finite everywhere:
/// also for equal, touching and parallel rectangles and those without area. Rounds to the type of the tensors.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> overlap(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  using tensor_iou_detail::field;
  auto const size = [&](tensor_t<B> const& g, std::int64_t k) {
    return suregrasp::maximum(be, tensor_iou_detail::field(be, g, k), suregrasp::constant(be, 0));
  };
  auto const opening_a = size(a, 3), jaw_a = size(a, 4), opening_b = size(b, 3), jaw_b = size(b, 4);
  auto const theta_a = tensor_iou_detail::field(be, a, 2), turn = be.sub(tensor_iou_detail::field(be, b, 2), theta_a);
  auto const dx = be.sub(tensor_iou_detail::field(be, b, 0), tensor_iou_detail::field(be, a, 0)),
             dy = be.sub(tensor_iou_detail::field(be, b, 1), tensor_iou_detail::field(be, a, 1));
  auto const cos_a = suregrasp::cos(be, theta_a), sin_a = suregrasp::sin(be, theta_a);
  tensor_iou_detail::closed_form<B> const form{be, be.add(be.add(opening_a, jaw_a), be.add(opening_b, jaw_b))};
  auto const area =
      form.overlap({form.half(opening_a), form.half(jaw_a)}, {form.half(opening_b), form.half(jaw_b)},
                   {be.sub(be.mul(dx, cos_a), be.mul(dy, sin_a)), be.add(be.mul(dx, sin_a), be.mul(dy, cos_a))},
                   suregrasp::cos(be, turn), suregrasp::sin(be, turn));
  return suregrasp::minimum(be, area, suregrasp::minimum(be, be.mul(opening_a, jaw_a), be.mul(opening_b, jaw_b)));
}

/// Intersection over union of grasps `[..., 5]`, in [0, 1], whose leading axes broadcast: `[..., 1]`; 0 where neither
/// has an area. As `overlap`.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> iou(B const& be, tensor_t<B> const& a, tensor_t<B> const& b) {
  auto const area = [&](tensor_t<B> const& g) {
    return be.mul(tensor_iou_detail::field(be, g, 3), tensor_iou_detail::field(be, g, 4));
  };
  auto const common = suregrasp::overlap(be, a, b), covered = be.sub(be.add(area(a), area(b)), common);
  return be.where(covered, be.div(common, be.where(covered, covered, suregrasp::constant(be, 1))),
                  suregrasp::constant(be, 0));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_GEOMETRY_IMPL_TENSOR_IOU_HPP
