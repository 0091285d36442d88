#ifndef SUREGRASP_PYRAMID_HPP
#define SUREGRASP_PYRAMID_HPP

/// Feature pyramids: crops around a location from each level (Eq. 6), encoded poses (Eq. 7), and the fusion of the
/// heads' poses into one pose and its uncertainty M_uc (Eq. 8, 9).
///
/// Begin with
/// - `level`, `location`: features `[N, H, W, C]` with their stride; a point in a batch of images;
/// - `crop`: windows of features around locations;
/// - `pose_encoding`: theta, opening and jaw as the numbers that a head regresses;
/// - `fuse`: mean, variances and M_uc over the heads; `pose_fuser`: the same in memory that it keeps.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/testing/archetype.hpp>
/// auto const be = testing::archetype<double>::make();  // or any other tensor_backend
/// pose_encoding const code{.opening = {.log_mean = 4}, .jaw = {.log_mean = 3}};
/// std::vector<tensor_t<testing::archetype<double>>> heads;
/// for (double const theta : {1.55, -1.56, 1.57, -1.55}) {  // four heads, one location; angles have period pi
///   auto const row = code.encode({.theta = theta, .opening = 50, .jaw = 20});
///   heads.push_back(be.from_host({{1, code.columns()}, row}));
/// }
/// auto const fused = fuse(be, heads, code);
/// assert(be.to_host(fused.uncertainty).values[0] < 0.01);  // M_uc: the heads agree
/// ```
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/entropy_power.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/fusion_options.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>

#endif  // SUREGRASP_PYRAMID_HPP
