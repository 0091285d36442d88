#ifndef SUREGRASP_TRAIN_HPP
#define SUREGRASP_TRAIN_HPP

/// What networks of grasps learn from: batches, and the mean-teacher task of poses. Needs `suregrasp::io`.
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/training_batch.hpp>

#endif  // SUREGRASP_TRAIN_HPP
