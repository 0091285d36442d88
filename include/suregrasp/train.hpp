#ifndef SUREGRASP_TRAIN_HPP
#define SUREGRASP_TRAIN_HPP

/// What grasp networks learn from: batches of augmented views, and the mean-teacher task of poses.
/// `examples/cli/commands/` trains and adapts with it.
///
/// Begin with
/// - `make_training_batch`: images, heatmap targets and encoded poses from samples;
/// - `pose_task`: models `mean_teacher_task` for poses on stored feature crops;
/// - `run_hooks`: progress, stop and checkpoints of a long run, by callback.
///
/// Needs `suregrasp::io` (OpenCV, JSON); a network with gradients.
/// Thread safety: functions keep no state; batches may be made on several threads at once. Callbacks of a run are
/// called on the thread that runs it.
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/training_batch.hpp>

#endif  // SUREGRASP_TRAIN_HPP
