#ifndef SUREGRASP_TRAIN_HPP
#define SUREGRASP_TRAIN_HPP

/// How networks of grasps learn: batches, the mean-teacher task of poses, and `adapt`, which takes a detector to a new
/// workplace with few labels. Needs `suregrasp::io`. Begin with `adapt` (its LibTorch form is `libtorch::adapt`).
#include <suregrasp/train/adapt.hpp>
#include <suregrasp/train/adaptable_network.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/feature_cache.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/training_batch.hpp>

#endif  // SUREGRASP_TRAIN_HPP
