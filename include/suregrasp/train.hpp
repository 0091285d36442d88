#ifndef SUREGRASP_TRAIN_HPP
#define SUREGRASP_TRAIN_HPP

/// How networks of grasps learn: `train`, from labelled photographs (its LibTorch form is `libtorch::train`); `adapt`,
/// which takes a detector to a new workplace with few labels (`libtorch::adapt`); their batches, and the mean-teacher
/// task of poses. Needs `suregrasp::io`. Begin with `train` and `adapt`.
#include <suregrasp/train/adapt.hpp>
#include <suregrasp/train/adaptable_network.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/feature_cache.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/train.hpp>
#include <suregrasp/train/trainable_detector.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <suregrasp/train/training_data.hpp>
#include <suregrasp/train/training_options.hpp>
#include <suregrasp/train/training_result.hpp>

#endif  // SUREGRASP_TRAIN_HPP
