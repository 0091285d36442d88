#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <suregrasp/teacher/divergence.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/teacher/telemetry.hpp>

namespace suregrasp::inline v2 {

/// How a `mean_teacher` averages, weighs, reports and gives up.
struct mean_teacher_options {
  std::function<double(std::int64_t)> alpha = linear_schedule{0.5, 0.99, 200};  ///< Eq. 10
  std::function<double(std::int64_t)> consistency_weight =
      constant_schedule{1.0};           ///< factor of the second term, Eq. 11
  moving_average_options average = {};  ///< the rule for each role of tensor
  bool correct_bias = false;            ///< the teacher forgets that it began as a copy (`bias_correction`)
  std::size_t unlabelled_slots = 0;  ///< unlabelled samples of a step, chosen from a larger batch; 0: the whole batch
  std::int64_t starved_after = 500;  ///< steps in a row without a kept pseudo-label that end the run; 0: never
  divergence_options divergence = {};
  std::int64_t gap_every =
      0;  ///< steps between measurements of the student-teacher gap, which read both models; 0: never
  step_callback on_step = {};  ///< called with the report of each step; `in_turn` makes one of several
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP
