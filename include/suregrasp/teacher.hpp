#ifndef SUREGRASP_TEACHER_HPP
#define SUREGRASP_TEACHER_HPP

/// The confidence-driven mean teacher (Eq. 10 to 12) for any regression task: it knows nothing of grasps.
/// docs/bring_your_own_detector.md is the guide, examples/mean_teacher_xtensor.cpp a complete program.
///
/// Begin with
/// - `mean_teacher`: the training loop: one call of `step` per batch;
/// - `trainable_model`, `mean_teacher_task`: the concepts of the two classes that you write;
/// - `running_quantile`, `fixed_threshold`, `keep_all`: filters: which pseudo-labels the student learns from;
/// - `ema_update`: the moving average alone (Eq. 10);
/// - `training_checkpoint`: all that the next step depends on.
///
/// Needs Boost.Hana; checkpoints on disk `suregrasp::io`.
/// Not included by this header, since they need JSON: `teacher/checkpoint_file.hpp`, `teacher/checkpoint_folder.hpp`.
/// Thread safety: functions keep no state; a loop, a filter or a schedule with a memory belongs to one thread at a
/// time.
///
/// ```cpp
/// template <class Backend, class Model, class Task, class Optimizer, class Batches>
/// Model adapt(Backend const& be, Model student, Task task, Optimizer optimizer, Batches const& batches) {
///   random_stream const random(1);
///   mean_teacher loop(be, std::move(student), std::move(task), std::move(optimizer), running_quantile{0.5},
///                     {.consistency_weight = sigmoid_ramp{3, 200}});
///   while (loop.steps_done() < 800) {
///     auto const step = random.fork("step", static_cast<std::uint64_t>(loop.steps_done()));
///     (void)loop.step(batches.labelled(step), batches.unlabelled(step), step);
///   }
///   return loop.best().clone();
/// }
/// ```
#include <suregrasp/teacher/buffer_snapshot.hpp>
#include <suregrasp/teacher/carried_targets.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/divergence.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/teacher/filters/named_filter_options.hpp>
#include <suregrasp/teacher/filters/risk_threshold.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <suregrasp/teacher/filters/warm_up_filter.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/teacher/mean_teacher_options.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <suregrasp/teacher/telemetry.hpp>
#include <suregrasp/teacher/tied_tensors.hpp>
#include <suregrasp/teacher/trainable_model.hpp>

#endif  // SUREGRASP_TEACHER_HPP
