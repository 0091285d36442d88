#ifndef SUREGRASP_TEACHER_IMPL_REFUSALS_HPP
#define SUREGRASP_TEACHER_IMPL_REFUSALS_HPP

#include <cstdint>
#include <ranges>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/divergence.hpp>

/// What a mean teacher refuses to go on with.
namespace suregrasp::inline v2::detail {

/// Refuses a batch that can tell its size, and is empty.
template <class Batch>
void require_labels(Batch const& labelled, std::int64_t step) {
  if constexpr (std::ranges::sized_range<Batch const>)
    if (std::ranges::size(labelled) == 0)
      throw training_error("teacher.no_labels", "the labelled batch of step " + std::to_string(step) +
                                                    " is empty; a mean teacher needs at least one labelled sample, "
                                                    "check the list of labelled samples");
}

[[nodiscard]] inline training_error nothing_passed(std::string const& when) {
  return {"teacher.nothing_passed", "the filter passed nothing in " + when +
                                        ": the teacher teaches nothing; raise its threshold, filter by a share "
                                        "(running_quantile), or train directly (keep_none)"};
}

[[nodiscard]] inline training_error not_finite(std::string const& term, double value, std::int64_t step,
                                               std::string const& broken, bool finite_target) {
  std::string cause = "check the targets for NaN, then try a smaller learning rate";
  if (!finite_target) cause = "the teacher's targets are not finite; check the task's `target`";
  if (!broken.empty()) cause = "the student's '" + broken + "' is not finite; try a smaller learning rate";
  return {"teacher.not_finite",
          term + " loss is " + std::to_string(value) + " at step " + std::to_string(step) + "; " + cause};
}

[[nodiscard]] inline training_error diverged(divergence_watch const& watch, std::int64_t step) {
  return {"teacher.diverged", "the supervised loss averages " + std::to_string(watch.average()) + " at step " +
                                  std::to_string(step) + " after " + std::to_string(watch.best()) +
                                  " at its best; try a smaller learning rate or weight of consistency, or a filter"};
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_REFUSALS_HPP
