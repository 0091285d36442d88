#ifndef SUREGRASP_TEACHER_HPP
#define SUREGRASP_TEACHER_HPP

/// The confidence-driven mean teacher (Eq. 10 to 12) for any regression task: moving average, schedules, filters,
/// pseudo-labels carried between views, the loop, its reports and checkpoints. Knows nothing of grasps.
///
/// Not in it, for they need `suregrasp::io`: `teacher/checkpoint_file.hpp`, `teacher/checkpoint_folder.hpp`.
#include <suregrasp/teacher/buffer_snapshot.hpp>
#include <suregrasp/teacher/carried_targets.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/divergence.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/teacher/filters/risk_threshold.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
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
