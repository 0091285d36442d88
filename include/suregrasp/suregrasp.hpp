#ifndef SUREGRASP_SUREGRASP_HPP
#define SUREGRASP_SUREGRASP_HPP

/// Everything that needs the standard library and Boost.Hana alone. Backends, and the rooms that need OpenCV or JSON,
/// are included one by one.
#include <suregrasp/backend.hpp>
#include <suregrasp/core.hpp>
#include <suregrasp/distributed.hpp>
#include <suregrasp/geometry.hpp>
#include <suregrasp/heatmap.hpp>
#include <suregrasp/loss.hpp>
#include <suregrasp/metrics.hpp>
#include <suregrasp/network.hpp>
#include <suregrasp/pyramid.hpp>
#include <suregrasp/robot.hpp>
#include <suregrasp/teacher.hpp>

#endif  // SUREGRASP_SUREGRASP_HPP
