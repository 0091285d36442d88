#ifndef SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP
#define SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <vector>

/// What a filter says about a batch of pseudo-labels.
namespace suregrasp::inline v2::detail {

/// The filter's weights of a batch, by group where filter and task know groups.
template <confidence_filter Filter, class Task>
[[nodiscard]] std::vector<double> judge(Filter& filter, std::vector<double> const& uncertainties, Task const& task,
                                        typename Task::unlabelled_batch const& unlabelled, std::int64_t step) {
  std::vector<double> weights;
  if constexpr (group_filter<Filter> && groups_samples<Task>) {
    auto const groups = task.groups(unlabelled);
    if (groups.size() != uncertainties.size())
      throw training_error("teacher.groups", "the task has groups for " + std::to_string(groups.size()) + " of " +
                                                 std::to_string(uncertainties.size()) + " predictions");
    weights = filter(uncertainties, groups);
  } else {
    weights = filter(uncertainties);
  }
  if (weights.size() != uncertainties.size() ||
      !std::ranges::all_of(weights, [](double weight) { return weight >= 0 && weight <= 1; }))
    throw training_error("teacher.filter", "expected a weight in [0, 1] for each of " +
                                               std::to_string(uncertainties.size()) + " predictions at step " +
                                               std::to_string(step) + ", the filter gave " +
                                               std::to_string(weights.size()) + ", or others");
  return weights;
}

template <class Filter>
[[nodiscard]] double threshold_of(Filter const& filter) {
  if constexpr (threshold_filter<Filter>)
    return filter.threshold();
  else if constexpr (requires {
                       { filter.threshold } -> std::convertible_to<double>;
                     })
    return filter.threshold;
  else
    return step_report::none;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP
