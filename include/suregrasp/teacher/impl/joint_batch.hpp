#ifndef SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP
#define SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <utility>
#include <vector>

/// What a step of a mean teacher must know of the batch of all processes.
namespace suregrasp::inline v2::detail {

/// Terms of a loss as means over the batches of all processes, and for each term of this process by what its own mean
/// is to be multiplied so that the sum over the processes is that.
struct joint_terms {
  std::vector<loss_term<double>> values{};
  std::vector<double> shares{};
};

/// `counts`: of how many labels each term is a mean, by name, the same names in all processes. A term that none of them
/// has is left out; one that is not here may be there.
template <process_group Group>
[[nodiscard]] joint_terms joint_terms_of(Group const& group, std::vector<loss_term<double>> own,
                                         std::vector<loss_term<double>> const& counts) {
  if (group.size() == 1) {
    auto const terms = own.size();
    return {std::move(own), std::vector<double>(terms, 1.0)};
  }
  std::vector<double> sums(2 * counts.size());
  auto const number_of = [&](std::string const& name) {
    auto const found = std::ranges::find(counts, name, &loss_term<double>::name);
    if (found == counts.end())
      throw training_error("teacher.counts", "the task counts no labels of the term '" + name + "' of its loss");
    return static_cast<std::size_t>(found - counts.begin());
  };
  for (std::size_t i = 0; i < counts.size(); ++i) sums[counts.size() + i] = counts[i].value;
  for (auto const& [name, value] : own) sums[number_of(name)] = value * counts[number_of(name)].value;
  suregrasp::sum_over(group, std::span(sums));
  joint_terms joint;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (auto const total = sums[counts.size() + i]; total > 0)
      joint.values.push_back({counts[i].name, sums[i] / total});
  for (auto const& [name, value] : own)
    joint.shares.push_back(counts[number_of(name)].value / sums[counts.size() + number_of(name)]);
  return joint;
}

/// The predictions of all processes in one step, in the order in which a single process has them.
template <process_group Group>
class joint_batch {
 public:
  /// `positions`: of the predictions of this process among all: those with a smaller number come before, those with
  /// the same in the order of the processes.
  joint_batch(Group const& group, std::vector<std::int64_t> const& positions)
      : group_(group), count_(positions.size()) {
    if (group.size() == 1) return;
    auto const all = suregrasp::gather_values(group, positions);
    auto const counts = suregrasp::gather_values(group, std::vector<std::size_t>{count_});
    first_ =
        std::accumulate(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(group.rank()), std::size_t{0});
    order_.resize(all.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, {}, [&](std::size_t i) { return all[i]; });
  }

  /// What each process has of its predictions, a number each, of all; nothing where they have none to tell.
  template <class T>
  [[nodiscard]] std::vector<T> gathered(std::vector<T> own) const {
    if (group_.size() == 1) return own;
    auto const all = suregrasp::gather_values(group_, own);
    if (all.size() != order_.size()) return {};
    std::vector<T> ordered;
    for (auto const i : order_) ordered.push_back(all[i]);
    return ordered;
  }

  /// Of numbers of all predictions those of this process.
  [[nodiscard]] std::vector<double> own(std::vector<double> const& all) const {
    if (group_.size() == 1) return all;
    std::vector<double> mine(count_);
    for (std::size_t k = 0; k < order_.size(); ++k)
      if (auto const i = order_[k]; i >= first_ && i < first_ + count_) mine[i - first_] = all[k];
    return mine;
  }

 private:
  Group const& group_;
  std::size_t count_;
  std::size_t first_ = 0;             ///< number of this process's first prediction among all, by rank
  std::vector<std::size_t> order_{};  ///< numbers by rank, in the order of a single process
};

/// Where the task's predictions stand among those of all processes.
template <class Task, tensor_backend B, class Model>
[[nodiscard]] std::vector<std::int64_t> positions_of_predictions(Task const& task,
                                                                 typename Model::output_type const& prediction,
                                                                 typename Task::view_pair const& views,
                                                                 std::size_t count) {
  if constexpr (positions_predictions<Task, typename Model::output_type>)
    return task.positions(prediction, views);
  else
    return std::vector<std::int64_t>(count, 0);
}

/// How many labels each of the terms of the task's loss is a mean of.
template <class Task>
[[nodiscard]] std::vector<loss_term<double>> label_counts_of(Task const& task,
                                                             typename Task::labelled_batch const& labelled,
                                                             std::vector<loss_term<double>> const& terms) {
  if constexpr (counts_labels<Task>) {
    return task.label_counts(labelled);
  } else if constexpr (std::ranges::sized_range<typename Task::labelled_batch const>) {
    auto counts = terms;
    for (auto& each : counts) each.value = static_cast<double>(std::ranges::size(labelled));
    return counts;
  } else {
    static_assert(counts_labels<Task>, "on several processes the task needs label_counts(labelled)");
  }
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_IMPL_JOINT_BATCH_HPP
