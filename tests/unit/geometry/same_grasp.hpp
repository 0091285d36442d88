#ifndef SUREGRASP_TESTS_SAME_GRASP_HPP
#define SUREGRASP_TESTS_SAME_GRASP_HPP

#include <algorithm>
#include <cmath>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>

#include "random_grasps.hpp"

namespace random_grasps {

/// Largest difference in any field, theta compared as an axis.
inline double difference(grasp<double> const& a, grasp<double> const& b) {
  return std::max({std::abs(a.x - b.x), std::abs(a.y - b.y), suregrasp::axial_distance(a.theta, b.theta),
                   std::abs(a.opening - b.opening), std::abs(a.jaw - b.jaw)});
}

/// The largest difference between a grasp and what comes back, over many random grasps, upright and level ones too.
template <class There, class Back>
double worst_round_trip(There const& there, Back const& back) {
  random_stream random(77);
  double worst = 0;
  for (int i = 0; i < 3000; ++i) {
    auto g = any(random, 600);
    if (i % 4 == 0) g.theta = static_cast<double>(i % 7 - 3) * std::acos(-1.0) / 4;
    worst = std::max(worst, difference(back(there(g), g), g));
  }
  return worst;
}

/// The first rectangle of pcd0100cpos.txt.
inline constexpr grasp<double> cornell_0100{280, 334.85, -0.07663709, 56.164846, 26.076810};

}  // namespace random_grasps

#endif  // SUREGRASP_TESTS_SAME_GRASP_HPP
