#ifndef SUREGRASP_TESTS_POLYGON_OVERLAP_HPP
#define SUREGRASP_TESTS_POLYGON_OVERLAP_HPP

#include <boost/container/static_vector.hpp>
#include <cmath>
#include <cstddef>
#include <suregrasp/geometry/grasp.hpp>

/// A second way to the overlap of two rectangles, for comparison: half-plane clipping of polygons in any number type.
namespace polygon_overlap {

template <class R>
struct vertex {
  R x, y;
};

template <class R>
using polygon = boost::container::static_vector<vertex<R>, 8>;  // a side cut adds at most one corner

/// The corners of `g` seen from (x0, y0).
template <class R>
polygon<R> rectangle(suregrasp::grasp<double> const& g, double x0, double y0) {
  using std::cos, std::sin;
  R const c = cos(R(g.theta)), s = sin(R(g.theta)), x = R(g.x) - R(x0), y = R(g.y) - R(y0);
  R const a = R(g.opening) / 2, b = R(g.jaw) / 2;
  auto const corner = [&](R p, R q) { return vertex<R>{x + p * c + q * s, y - p * s + q * c}; };
  return {corner(-a, -b), corner(a, -b), corner(a, b), corner(-a, b)};
}

/// The part of `shape` on the right of the way from `from` to `to`, as seen on a screen whose y points down.
template <class R>
polygon<R> clip(polygon<R> const& shape, vertex<R> const& from, vertex<R> const& to) {
  auto const side = [&](vertex<R> const& p) {
    return R((to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x));
  };
  polygon<R> result;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    vertex<R> const &p = shape[i], &q = shape[(i + 1) % shape.size()];
    R const sp = side(p), sq = side(q);
    if (sp >= 0) result.push_back(p);
    if ((sp >= 0) == (sq >= 0)) continue;
    R const t = sp / (sp - sq);
    result.push_back({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)});
  }
  return result;
}

template <class R>
R area(polygon<R> const& shape) {
  R twice = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    vertex<R> const &p = shape[i], &q = shape[(i + 1) % shape.size()];
    twice += p.x * q.y - p.y * q.x;
  }
  return twice < 0 ? R(-twice / 2) : R(twice / 2);
}

template <class R>
R iou(suregrasp::grasp<double> const& a, suregrasp::grasp<double> const& b) {
  auto shape = rectangle<R>(a, a.x, a.y);
  auto const cutter = rectangle<R>(b, a.x, a.y);
  for (std::size_t i = 0; i < 4; ++i) shape = clip(shape, cutter[i], cutter[(i + 1) % 4]);
  R const common = area(shape);
  return common / (R(a.opening) * R(a.jaw) + R(b.opening) * R(b.jaw) - common);
}

}  // namespace polygon_overlap

#endif  // SUREGRASP_TESTS_POLYGON_OVERLAP_HPP
