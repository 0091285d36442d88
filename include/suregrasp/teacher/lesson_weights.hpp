#ifndef SUREGRASP_TEACHER_LESSON_WEIGHTS_HPP
#define SUREGRASP_TEACHER_LESSON_WEIGHTS_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <ranges>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/confidence_filter.hpp>
#include <suregrasp/teacher/divergence.hpp>
#include <suregrasp/teacher/fill_from_candidates.hpp>
#include <suregrasp/teacher/teaching_report.hpp>
#include <suregrasp/teacher/teaching_task.hpp>
#include <vector>

/// What a step of a mean teacher asks of its parts, and what it refuses.
namespace suregrasp::inline v1::detail {

[[nodiscard]] inline double mean(std::vector<double> const& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

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
    return teaching_report::none;
}

/// Sum of weighted distances by the number of places. Rejected samples are left out by choice, not by multiplication:
/// their distance may be NaN.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> weighted_mean(B const& be, tensor_t<B> const& distance, std::vector<double> const& weights,
                                        std::size_t places) {
  std::vector<scalar_t<B>> values;
  for (double const weight : weights) values.push_back(static_cast<scalar_t<B>>(weight));
  auto const weight = be.from_host(host_view<scalar_t<B> const>({std::ssize(values)}, values));
  auto const chosen = be.where(weight, be.mul(weight, distance), suregrasp::constant(be, 0));
  return be.div(suregrasp::sum_all(be, chosen), suregrasp::constant(be, static_cast<double>(places)));
}

/// Whether a target, a tensor or several, holds neither NaN nor infinity; true for what is neither.
template <tensor_backend B, class Target>
[[nodiscard]] bool finite(B const& be, Target const& target) {
  if constexpr (std::same_as<Target, tensor_t<B>>)
    return std::ranges::all_of(be.to_host(target).values, [](auto value) { return std::isfinite(value); });
  else if constexpr (std::same_as<Target, std::vector<tensor_t<B>>>)
    return std::ranges::all_of(target, [&](auto const& part) { return detail::finite(be, part); });
  else
    return true;
}

/// Notes in the report how wrong the pseudo-labels are, where the task can tell.
template <class Task, tensor_backend B>
void judge_lessons(Task const& task, B const& be, typename Task::target_type const& target,
                   typename Task::unlabelled_batch const& unlabelled, typename Task::view_pair const& views,
                   teaching_report& report) {
  if constexpr (judges_pseudo_labels<Task, B>) {
    report.errors = task.pseudo_label_error(be, target, unlabelled, views);
    double all = 0, known = 0, taught = 0, weight = 0;
    for (std::size_t i = 0; i < report.errors.size() && i < report.weights.size(); ++i) {
      if (std::isnan(report.errors[i])) continue;
      all += report.errors[i], ++known;
      if (report.weights[i] > 0) taught += report.weights[i] * report.errors[i];
      weight += report.weights[i];
    }
    if (known > 0) report.candidate_error = all / known;
    if (weight > 0) report.lesson_error = taught / weight;
  }
}

/// What a checkpoint keeps of the last good moment beside its tensors.
template <class Scalar>
[[nodiscard]] std::vector<double> stored_numbers(teaching_checkpoint<Scalar> const& good) {
  auto const found = good.numbers.find("optimizer");
  return found == good.numbers.end() ? std::vector<double>{} : found->second;
}

/// The last good moment that a checkpoint keeps; nothing where it keeps none.
template <class Scalar>
[[nodiscard]] std::optional<teaching_checkpoint<Scalar>> stored_good(teaching_checkpoint<Scalar> const& moment) {
  auto const numbers = moment.numbers.find("good");
  if (numbers == moment.numbers.end()) return std::nullopt;
  teaching_checkpoint<Scalar> good;
  std::string const prefix = "good/";
  for (auto const& [name, values] : moment.tensors)
    if (name.starts_with(prefix)) good.tensors[name.substr(prefix.size())] = values;
  good.numbers["optimizer"] = numbers->second;
  if (auto const bytes = moment.bytes.find("good"); bytes != moment.bytes.end())
    good.bytes["optimizer"] = bytes->second;
  return good;
}

}  // namespace suregrasp::inline v1::detail

#endif  // SUREGRASP_TEACHER_LESSON_WEIGHTS_HPP
