#ifndef SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP
#define SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP

#include <cmath>
#include <cstddef>
#include <suregrasp/teacher/impl/joint_batch.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/step_report.hpp>

namespace suregrasp::inline v2::detail {

/// Writes into the report how wrong the pseudo-labels are, where the task can tell.
template <class Task, tensor_backend B, process_group Group>
void judge_pseudo_labels(Task const& task, B const& be, joint_batch<Group> const& joint,
                         typename Task::target_type const& target, typename Task::unlabelled_batch const& unlabelled,
                         typename Task::view_pair const& views, step_report& report) {
  if constexpr (judges_pseudo_labels<Task, B>) {
    report.errors = joint.gathered(task.pseudo_label_error(be, target, unlabelled, views));
    double all = 0, known = 0, kept = 0, weight = 0;
    for (std::size_t i = 0; i < report.errors.size() && i < report.weights.size(); ++i) {
      if (std::isnan(report.errors[i])) continue;
      all += report.errors[i], ++known;
      if (report.weights[i] > 0) kept += report.weights[i] * report.errors[i];
      weight += report.weights[i];
    }
    if (known > 0) report.candidate_error = all / known;
    if (weight > 0) report.kept_error = kept / weight;
  }
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_PSEUDO_LABEL_ERRORS_HPP
