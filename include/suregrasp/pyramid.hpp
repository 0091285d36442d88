#ifndef SUREGRASP_PYRAMID_HPP
#define SUREGRASP_PYRAMID_HPP

/// Feature pyramids: crops around a location from every level (Eq. 6), encoded poses (Eq. 7), and their fusion into a
/// pose and its uncertainty M_uc (Eq. 8, 9).
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>

#endif  // SUREGRASP_PYRAMID_HPP
