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
  bool correct_bias = false;            ///< the teacher forgets the copy it began as
  std::size_t unlabelled_slots = 0;     ///< unlabelled samples to learn from, of more candidates in a batch; 0 for all
  std::int64_t starved_after = 500;     ///< refuse to go on after so many steps of which nothing passed; 0 for never
  divergence_options divergence = {};
  std::int64_t gap_every =
      0;  ///< steps between reports of the student-teacher gap, which reads both models; 0 for never
  step_callback on_step = {};  ///< gets the report of each step; `in_turn` makes one of several
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_OPTIONS_HPP
