#ifndef SUREGRASP_TRAIN_HPP
#define SUREGRASP_TRAIN_HPP

/// How grasp networks learn: `train` from labelled photographs; `adapt_heads` takes a detector to a new workplace with
/// few labels; batches of augmented views and the mean-teacher task of poses are what they are made of.
///
/// Begin with
/// - `train`: samples, a split and plain options in, the network trained, learning curves out; its form that makes our
///   detector is `libtorch::train`;
/// - `adapt_heads`: photographs, what each is for and plain options in, the network changed, the curve and counts out;
/// its
///   form for our detector is `libtorch::adapt_heads`;
/// - `run_hooks`: progress, stop, checkpoints and step reports of a long run, by callback;
/// - `make_training_batch`: images, heatmap targets and encoded poses from samples;
/// - `pose_task`: models `mean_teacher_task` for poses on stored feature crops.
///
/// Needs `suregrasp::io` (OpenCV, JSON); a network with gradients.
/// Thread safety: functions keep no state; batches may be made on several threads at once. Callbacks of a run are
/// called on the thread that runs it; runs at the same time need caches of their own, whose folder may be one.
///
/// ```cpp
/// template <class Backend, class Detector>
/// double trained_loss(Backend const& be, Detector& detector, std::vector<sample> const& labelled) {
///   data_split const split = split_by_blocks(labelled.size(), 2, 0.3, random_stream(1));  // 30 % are held out
///   training_options const options{.pose_steps = 60, .heat_steps = 20, .pose_rate = 0.1, .batch = 4};
///   training_result const result = train(be, detector, labelled, split, options);
///   assert(result.trained_on.size() + result.held_out.size() == labelled.size());
///   return result.posenet.back().loss;  // the curve ends lower than it begins
/// }
/// ```
#include <suregrasp/train/adapt.hpp>
#include <suregrasp/train/adapt_heads.hpp>
#include <suregrasp/train/adaptable_heads.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <suregrasp/train/adaptation_method.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/detector_student.hpp>
#include <suregrasp/train/detector_task.hpp>
#include <suregrasp/train/feature_cache.hpp>
#include <suregrasp/train/head_adaptation_options.hpp>
#include <suregrasp/train/label_suggestion.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <suregrasp/train/pose_pseudo_labels.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/train.hpp>
#include <suregrasp/train/trainable_detector.hpp>
#include <suregrasp/train/trainable_network.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <suregrasp/train/training_data.hpp>
#include <suregrasp/train/training_options.hpp>
#include <suregrasp/train/training_result.hpp>
#include <suregrasp/train/unlabelled_batch.hpp>

#endif  // SUREGRASP_TRAIN_HPP
