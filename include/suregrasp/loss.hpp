#ifndef SUREGRASP_LOSS_HPP
#define SUREGRASP_LOSS_HPP

/// Losses of poses and heatmaps on any backend.
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/loss/smooth_l1.hpp>

#endif  // SUREGRASP_LOSS_HPP
