#ifndef SUREGRASP_TESTS_RANDOM_GRASPS_HPP
#define SUREGRASP_TESTS_RANDOM_GRASPS_HPP

#include <cmath>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/grasp.hpp>

/// Pairs of grasps of the kinds in which overlap computations are known to break.
namespace random_grasps {

using suregrasp::grasp;
using suregrasp::random_stream;

/// `g` in the precision of T, through memory, so that tests of equal bits see what a program at run time does: g++ 12
/// drops vectorised roundings from double to float and back, and sines of constants are rounded better by compilers.
template <class T>
grasp<T> rounded(grasp<double> const& g) {
  T const volatile x = static_cast<T>(g.x), y = static_cast<T>(g.y), theta = static_cast<T>(g.theta);
  T const volatile opening = static_cast<T>(g.opening), jaw = static_cast<T>(g.jaw);
  return {x, y, theta, opening, jaw};
}

struct pair {
  grasp<double> a, b;
};

inline grasp<double> any(random_stream& random, double spread = 40, double low = 5, double high = 150) {
  return {random.uniform(-spread, spread), random.uniform(-spread, spread), random.uniform(-1.6, 1.6),
          random.uniform(low, high), random.uniform(low, high)};
}

/// `g` moved by `along` its opening axis.
inline grasp<double> shifted(grasp<double> g, double along) {
  g.x += along * std::cos(g.theta);
  g.y -= along * std::sin(g.theta);
  return g;
}

inline pair generic(random_stream& random) { return {any(random), any(random)}; }

inline pair near_identical(random_stream& random) {
  auto const a = any(random);
  double const size = std::pow(10, random.uniform(-15, -2));
  auto b = a;
  b.x += size * random.normal();
  b.y += size * random.normal();
  b.theta += size * random.normal();
  b.opening *= 1 + size * random.normal();
  b.jaw *= 1 + size * random.normal();
  return {a, b};
}

inline pair half_box_apart(random_stream& random) {
  auto const a = any(random);
  return {a, shifted(a, a.opening / 2)};
}

/// Parallel and sharing most of an edge line.
inline pair touching(random_stream& random) {
  auto const a = any(random);
  auto b = any(random);
  b.theta = a.theta;
  b.x = a.x;
  b.y = a.y;
  return {a, shifted(b, (a.opening + b.opening) / 2)};
}

inline pair contained(random_stream& random) {
  auto const a = any(random);
  auto b = any(random);
  b.opening *= 0.01;
  b.jaw *= 0.01;
  b.x = a.x;
  b.y = a.y;
  return {a, b};
}

/// A thousand times as long as wide, crossing at any angle or nearly parallel.
inline pair slivers(random_stream& random) {
  auto a = any(random, 10), b = any(random, 10);
  a.jaw = a.opening * 1e-3;
  b.jaw = b.opening * 1e-3;
  if (random.chance(0.5)) b.theta = a.theta + 1e-3 * random.normal();
  if (random.chance(0.5)) b.x = a.x, b.y = a.y;
  return {a, b};
}

inline pair far_out(random_stream& random) {
  auto p = generic(random);
  for (auto* g : {&p.a, &p.b}) g->x += 1e6, g->y -= 1e6;
  return p;
}

inline pair tiny(random_stream& random) { return {any(random, 5e-4, 1e-4, 1e-3), any(random, 5e-4, 1e-4, 1e-3)}; }

inline pair very_unequal(random_stream& random) {
  auto p = generic(random);
  p.b.opening *= std::pow(10, random.uniform(-4, 4));
  p.b.jaw *= std::pow(10, random.uniform(-4, 4));
  return p;
}

struct kind {
  char const* name;
  pair (*draw)(random_stream&);
};

inline constexpr kind kinds[] = {{"generic", generic},
                                 {"near-identical", near_identical},
                                 {"half a box apart", half_box_apart},
                                 {"touching", touching},
                                 {"contained", contained},
                                 {"slivers", slivers},
                                 {"far from the origin", far_out},
                                 {"tiny", tiny},
                                 {"very unequal", very_unequal}};

}  // namespace random_grasps

#endif  // SUREGRASP_TESTS_RANDOM_GRASPS_HPP
