#ifndef SUREGRASP_TESTS_JOINT_TRAINING_HPP
#define SUREGRASP_TESTS_JOINT_TRAINING_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/teacher/filters/grouped_filter.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <utility>
#include <vector>

/// A mean teacher that must be the same one on any number of processes: terms of which some processes have no label,
/// groups, a memory shorter than a batch, distances that depend on how many there are.
namespace suregrasp_tests {

using namespace suregrasp;

/// Numbers x of a batch, and which of the whole batch they are.
struct joint_samples {
  std::vector<double> x{};
  std::vector<std::int64_t> numbers{};
};

/// Every `size`th number of a batch that is the same in all processes.
template <process_group Group>
[[nodiscard]] joint_samples joint_part(std::size_t count, Group const& group, random_stream random) {
  joint_samples part;
  for (std::size_t i = 0; i < count; ++i) {
    double const x = random.uniform(-1, 1);
    if (i % group.size() != group.rank()) continue;
    part.x.push_back(x);
    part.numbers.push_back(static_cast<std::int64_t>(i));
  }
  return part;
}

/// A network says sin(3 x); what its heads disagree about is left out.
template <class B>
struct joint_task {
  using tensor = tensor_t<B>;
  using labelled_batch = joint_samples;
  using unlabelled_batch = joint_samples;
  struct view_pair {
    tensor teacher, student;
    std::vector<std::int64_t> numbers;
  };
  struct target_type {
    tensor y;
    double count = 0;
  };

  B be;

  [[nodiscard]] tensor rows(std::vector<double> const& values) const {
    std::vector<scalar_t<B>> own(values.begin(), values.end());
    return be.from_host(host_view<scalar_t<B> const>({std::ssize(own), 1}, own));
  }

  [[nodiscard]] tensor distance(std::vector<tensor> const& heads, tensor const& target) const {
    std::vector<tensor> each;
    for (auto const& head : heads) each.push_back(suregrasp::square(be, be.sub(head, target)));
    return be.reshape(suregrasp::mean_over(be, std::span<tensor const>(each)), {be.shape(target)[0]});
  }

  /// Of all, and once more of those above a half, of which there may be none.
  template <class Model>
  [[nodiscard]] std::vector<loss_term<tensor>> supervised(B const&, Model& model, joint_samples const& batch) const {
    std::vector<loss_term<tensor>> terms;
    for (auto const* name : {"all", "large"}) {
      std::vector<double> x, y;
      for (double const each : batch.x)
        if (each > 0.5 || std::string(name) == "all") x.push_back(each), y.push_back(std::sin(3 * each));
      if (!x.empty()) terms.push_back({name, suregrasp::mean_all(be, distance(model.forward(rows(x)), rows(y)))});
    }
    return terms;
  }

  [[nodiscard]] std::vector<loss_term<double>> label_counts(joint_samples const& batch) const {
    auto const large = std::ranges::count_if(batch.x, [](double x) { return x > 0.5; });
    return {{"all", static_cast<double>(batch.x.size())}, {"large", static_cast<double>(large)}};
  }

  [[nodiscard]] view_pair views(joint_samples const& batch, random_stream const& random) const {
    auto const noisy = [&](char const* name) {
      auto x = batch.x;
      for (std::size_t i = 0; i < x.size(); ++i)
        x[i] += random.fork(name, static_cast<std::uint64_t>(batch.numbers[i])).normal(0, 0.1);
      return rows(x);
    };
    return {noisy("teacher"), noisy("student"), batch.numbers};
  }

  [[nodiscard]] target_type target(B const&, std::vector<tensor> const& heads, view_pair const&) const {
    auto const y = be.stop_gradient(suregrasp::mean_over(be, std::span<tensor const>(heads)));
    return {y, static_cast<double>(be.shape(y)[0])};
  }

  [[nodiscard]] tensor uncertainty(B const&, std::vector<tensor> const& heads) const {
    return distance(heads, suregrasp::mean_over(be, std::span<tensor const>(heads)));
  }

  [[nodiscard]] tensor consistency(B const&, std::vector<tensor> const& heads, target_type const& target) const {
    return suregrasp::scale(be, distance(heads, target.y), target.count / 4);
  }

  [[nodiscard]] std::vector<std::int64_t> groups(joint_samples const& batch, std::vector<tensor> const&) const {
    auto which = batch.numbers;
    for (auto& each : which) each = each % 3 == 0 ? 1 : 0;
    return which;
  }

  [[nodiscard]] std::vector<double> pseudo_label_error(B const&, target_type const& target, joint_samples const& batch,
                                                       view_pair const&) const {
    auto const said = be.to_host(target.y).values;
    std::vector<double> errors;
    for (std::size_t i = 0; i < said.size(); ++i)
      errors.push_back(std::abs(static_cast<double>(said[i]) - std::sin(3 * batch.x[i])));
    return errors;
  }

  [[nodiscard]] std::vector<std::int64_t> positions(std::vector<tensor> const&, view_pair const& views) const {
    return views.numbers;
  }
  template <class Sum>
  void count_over(target_type& target, Sum const& sum) const {
    sum(std::span(&target.count, 1));
  }
};

/// What a run has come to.
struct joint_result {
  std::vector<step_report> reports{};
  std::vector<double> weights{};  ///< of student and teacher
};

/// The student's and the teacher's numbers one after the other.
template <class B, class Loop>
[[nodiscard]] std::vector<double> numbers_of(B const& be, Loop const& loop) {
  std::vector<double> all;
  for (auto const* model : {&loop.student(), &loop.teacher()})
    for (auto const& each : model->state()) {
      auto const host = be.to_host(each.value);
      all.insert(all.end(), host.values.begin(), host.values.end());
    }
  return all;
}

template <class B, process_group Group>
[[nodiscard]] auto joint_loop(B const& be, Group const& group) {
  small_network<B> network(be, {.input = {1}, .dense = {16}, .heads = 4}, random_stream(3));
  return mean_teacher(be, std::move(network), joint_task<B>{be}, adam<B>({.rate = constant_schedule{1e-2}}),
                      per_group<running_quantile>{.prototype = {.share = 0.6, .window = 5}},
                      {.alpha = constant_schedule{0.9}, .unlabelled_slots = 7, .divergence = {.factor = 1e6}}, group);
}

/// Steps of a loop on batches of 8 labelled and 12 unlabelled samples.
template <class Loop, process_group Group>
void joint_steps(Loop& loop, std::int64_t until, Group const& group, joint_result& result) {
  while (loop.steps_done() < until) {
    auto const step = random_stream(7).fork("step", static_cast<std::uint64_t>(loop.steps_done()));
    result.reports.push_back(
        loop.step(joint_part(8, group, step.fork("labelled")), joint_part(12, group, step.fork("unlabelled")), step));
  }
}

template <class B, process_group Group>
[[nodiscard]] joint_result joint_run(B const& be, std::int64_t steps, Group const& group) {
  auto loop = joint_loop(be, group);
  joint_result result;
  joint_steps(loop, steps, group, result);
  loop.require_equal_models();
  result.weights = numbers_of(be, loop);
  return result;
}

/// The largest difference between two lists of numbers; infinite where they are not as long.
[[nodiscard]] inline double largest_difference(std::vector<double> const& a, std::vector<double> const& b) {
  if (a.size() != b.size() || a.empty()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (auto const apart = std::abs(a[i] - b[i]); !(apart <= largest)) largest = apart;
  return largest;
}

/// How far two runs' reports and weights lie apart, relative to nothing; infinite where one kept other pseudo-labels.
[[nodiscard]] inline double difference(joint_result const& a, joint_result const& b) {
  auto largest = largest_difference(a.weights, b.weights);
  if (a.reports.size() != b.reports.size()) return std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < a.reports.size(); ++i) {
    auto const &x = a.reports[i], &y = b.reports[i];
    if (x.weights != y.weights || x.terms.size() != y.terms.size()) return std::numeric_limits<double>::infinity();
    largest = std::max({largest, std::abs(x.supervised_loss - y.supervised_loss),
                        std::abs(x.consistency_loss - y.consistency_loss), std::abs(x.kept_error - y.kept_error),
                        largest_difference(x.uncertainties, y.uncertainties), largest_difference(x.errors, y.errors)});
  }
  return largest;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_JOINT_TRAINING_HPP
