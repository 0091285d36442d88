#ifndef SUREGRASP_TESTS_GAUNTLET_REGIMES_HPP
#define SUREGRASP_TESTS_GAUNTLET_REGIMES_HPP

#include <cmath>

#include "../unit/geometry/random_grasps.hpp"

/// The four regimes in which the error of the IoU is stated.
namespace gauntlet_regimes {

using random_grasps::any;
using random_grasps::pair;
using random_grasps::random_stream;

/// Between a millionth of a pixel and a pixel apart; sizes and angle differ as much, relative to the size.
inline pair near_identical(random_stream& random) {
  auto const a = any(random);
  double const size = std::pow(10, random.uniform(-6, 0));
  auto b = a;
  b.x += size * random.uniform(-1, 1);
  b.y += size * random.uniform(-1, 1);
  b.theta += size * random.uniform(-1, 1) / a.opening;
  b.opening += size * random.uniform(-1, 1);
  b.jaw += size * random.uniform(-1, 1);
  return {a, b};
}

/// The same angle and size, half a box along, across or both.
inline pair half_box_offset(random_stream& random) {
  auto const a = any(random);
  double const along = a.opening / 2 * std::floor(random.uniform(-1, 2));
  double const across = along == 0 || random.chance(0.5) ? a.jaw / 2 : 0;
  auto b = random_grasps::shifted(a, along);
  b.x += across * std::sin(a.theta);
  b.y += across * std::cos(a.theta);
  return {a, b};
}

/// A hundred to a million times as long as wide, at any angle to each other, nearly parallel or parallel, and so near
/// that most of them meet.
inline pair slivers(random_stream& random) {
  auto a = any(random, 10);
  double const aspect = std::pow(10, random.uniform(2, 6));
  a.jaw = a.opening / aspect;
  auto b = a;
  b.opening *= random.uniform(0.5, 2);
  b.jaw *= random.uniform(0.5, 2);
  double const kind = random.uniform();
  if (kind < 0.25)
    b.theta = random.uniform(-1.6, 1.6);
  else if (kind < 0.75)
    b.theta += random.normal() / aspect;
  double const along = a.opening * random.uniform(-0.5, 0.5), across = a.jaw * random.uniform(-0.6, 0.6);
  b.x += along * std::cos(a.theta) + across * std::sin(a.theta);
  b.y += across * std::cos(a.theta) - along * std::sin(a.theta);
  return {a, b};
}

inline constexpr random_grasps::kind kinds[] = {{"generic", random_grasps::generic},
                                                {"near-identical, 1e-6 to 1 px", near_identical},
                                                {"same angle, half a box apart", half_box_offset},
                                                {"slivers, aspect 1e2 to 1e6", slivers}};

}  // namespace gauntlet_regimes

#endif  // SUREGRASP_TESTS_GAUNTLET_REGIMES_HPP
