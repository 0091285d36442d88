#ifndef SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP
#define SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/teacher/impl/joint_batch.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <type_traits>
#include <utility>
#include <vector>

/// The first term of a mean teacher's loss, and the step down the gradient of both, on one process or on several.
namespace suregrasp::inline v2::detail {

/// A loss that has no terms as one that has one, without a name.
template <tensor_backend B>
[[nodiscard]] std::vector<loss_term<tensor_t<B>>> as_terms(B const&, tensor_t<B> loss) {
  return {{"", std::move(loss)}};
}
template <tensor_backend B>
[[nodiscard]] std::vector<loss_term<tensor_t<B>>> as_terms(B const&, std::vector<loss_term<tensor_t<B>>> terms) {
  if (terms.empty()) throw training_error("teacher.no_terms", "the task's supervised loss has no terms");
  return terms;
}

/// This process's share of the student's loss on labelled samples; the report gets that of all processes. `refuse(name,
/// value)` is called for a term that is not finite, and must throw.
template <class Task, tensor_backend B, class Model, process_group Group, class Refuse>
[[nodiscard]] tensor_t<B> supervised_loss(Task const& task, B const& be, Model& student,
                                          typename Task::labelled_batch const& labelled, Group const& group,
                                          step_report& report, Refuse const& refuse) {
  auto const terms = detail::as_terms(be, task.supervised(be, student, labelled));
  std::vector<loss_term<double>> own;
  for (auto const& [name, term] : terms) own.push_back({name, double(suregrasp::item(be, term))});
  std::vector<loss_term<double>> counts;
  if constexpr (!std::same_as<Group, single_process>) counts = detail::label_counts_of(task, labelled, own);
  auto joint = detail::joint_terms_of(group, std::move(own), counts);
  for (auto const& [name, value] : joint.values) {
    if (!std::isfinite(value)) refuse(name.empty() ? "supervised" : "supervised " + name, value);
    report.supervised_loss += value;
  }
  if (!terms.front().name.empty()) report.terms = std::move(joint.values);
  std::optional<tensor_t<B>> loss;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    auto const& term = terms[i].value;
    auto const share = group.size() == 1 ? term : suregrasp::scale(be, term, joint.shares[i]);
    loss = loss ? be.add(*loss, share) : share;
  }
  return *loss;
}

/// Puts the counts of all processes into a target whose distances depend on them.
template <class Task, process_group Group>
void count_targets(Task const& task, typename Task::target_type& target, Group const& group) {
  if constexpr (counts_targets<Task> && !std::same_as<Group, single_process>)
    task.count_over(target, [&](std::span<double> values) { suregrasp::sum_over(group, values); });
}

/// One step of the optimizer, down the gradient of the sum of the losses of all processes.
template <class Optimizer, tensor_backend B, class Model, process_group Group>
void follow_gradient(Optimizer& optimizer, B const& be, Model& model, tensor_t<B> const& loss, Group const& group) {
  if constexpr (std::same_as<Group, single_process>)
    optimizer.step(be, model, loss);
  else
    optimizer.step(be, model, loss, std::function<void(std::vector<tensor_t<B>>&)>([&](auto& gradients) {
                     suregrasp::sum_tensors_over(group, be, gradients);
                   }));
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_SUPERVISED_LOSS_HPP
