#ifndef SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP
#define SUREGRASP_TEACHER_IMPL_JUDGED_BATCH_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <suregrasp/teacher/impl/joint_batch.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <vector>

/// What a filter says about a batch of pseudo-labels.
namespace suregrasp::inline v2::detail {

/// Throws `training_error` `teacher.filter` unless there is a weight in [0, 1] for each of `count` predictions.
inline void require_weights(std::vector<double> const& weights, std::size_t count, std::int64_t step) {
  if (weights.size() != count ||
      !std::ranges::all_of(weights, [](double weight) { return weight >= 0 && weight <= 1; }))
    throw training_error("teacher.filter", "expected a weight in [0, 1] for each of " + std::to_string(count) +
                                               " predictions at step " + std::to_string(step) + ", the filter gave " +
                                               std::to_string(weights.size()) + ", or others");
}

/// What the student says of the unlabelled samples.
template <class Task, tensor_backend B, class Model>
[[nodiscard]] typename Model::output_type student_answer(Task const& task, B const& be, Model& student,
                                                         typename Model::output_type const& prediction,
                                                         typename Task::view_pair const& views) {
  if constexpr (asks_what_was_found<Task, B, Model>)
    return student.forward(task.student_input(be, prediction, views));
  else
    return student.forward(views.student);
}

/// What a filter says of a batch.
template <class Output>
struct judged_batch {
  std::vector<double> weights;
  std::optional<Output> said{};  ///< the student's answer, where the filter had to know it
};

/// The filter's weights of the batch of all processes, whose uncertainties are given: by group where filter and task
/// know groups, beside the student's uncertainties for a `student_filter`.
template <class Filter, class Task, tensor_backend B, class Model, process_group Group>
[[nodiscard]] judged_batch<typename Model::output_type> judge(
    Filter& filter, std::vector<double> const& uncertainties, joint_batch<Group> const& joint, Task const& task,
    B const& be, Model& student, typename Task::unlabelled_batch const& unlabelled,
    typename Model::output_type const& prediction, typename Task::view_pair const& views, std::int64_t step) {
  judged_batch<typename Model::output_type> judged;
  if constexpr (student_filter<Filter>) {
    judged.said = student_answer(task, be, student, prediction, views);
    auto const own = be.to_host(task.uncertainty(be, *judged.said)).values;
    judged.weights = filter(uncertainties, joint.gathered(std::vector<double>(own.begin(), own.end())));
  } else if constexpr (group_filter<Filter> && groups_predictions<Task, typename Model::output_type>) {
    auto const groups = joint.gathered(task.groups(unlabelled, prediction));
    if (groups.size() != uncertainties.size())
      throw training_error("teacher.groups", "the task has groups for " + std::to_string(groups.size()) + " of " +
                                                 std::to_string(uncertainties.size()) + " predictions");
    judged.weights = filter(uncertainties, groups);
  } else {
    judged.weights = filter(uncertainties);
  }
  require_weights(judged.weights, uncertainties.size(), step);
  return judged;
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
