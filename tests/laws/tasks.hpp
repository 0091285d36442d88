#ifndef SUREGRASP_TESTS_LAWS_TASKS_HPP
#define SUREGRASP_TESTS_LAWS_TASKS_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <utility>
#include <vector>

#include "catch2.hpp"
#include "plain_backend.hpp"

namespace suregrasp_tests {

using namespace suregrasp;

/// A mean-teacher task for `small_network` on a curve: x to sin(3 x), some x with its y and some without. A prediction
/// is the mean of the heads, its uncertainty their variance; the views add noise to x.
template <class B>
struct curve_task {
  using tensor = tensor_t<B>;
  using heads = std::vector<tensor>;
  using labelled_batch = std::pair<tensor, tensor>;
  using unlabelled_batch = host_array<scalar_t<B>>;
  using target_type = tensor;
  struct view_pair {
    tensor teacher, student;
  };

  B be;

  [[nodiscard]] tensor mean(heads const& from) const {
    auto total = from.front();
    for (std::size_t k = 1; k < from.size(); ++k) total = be.add(total, from[k]);
    return suregrasp::scale(be, total, 1 / static_cast<double>(from.size()));
  }
  [[nodiscard]] tensor noisy(unlabelled_batch x, random_stream random) const {
    for (auto& v : x.values) v += static_cast<scalar_t<B>>(random.normal(0, 0.02));
    return be.from_host(x.view());
  }
  [[nodiscard]] tensor distance(heads const& prediction, tensor const& target) const {
    auto total = suregrasp::smooth_l1(be, prediction.front(), target);
    for (std::size_t k = 1; k < prediction.size(); ++k)
      total = be.add(total, suregrasp::smooth_l1(be, prediction[k], target));
    return be.reshape(total, {be.shape(total)[0]});
  }

  tensor supervised(B const&, small_network<B>& model, labelled_batch const& batch) const {
    return suregrasp::mean_all(be, distance(model.forward(batch.first), batch.second));
  }
  [[nodiscard]] view_pair views(unlabelled_batch const& x, random_stream const& random) const {
    return {noisy(x, random.fork("teacher")), noisy(x, random.fork("student"))};
  }
  target_type target(B const&, heads const& prediction, view_pair const&) const { return mean(prediction); }
  tensor uncertainty(B const&, heads const& prediction) const {
    auto const centre = mean(prediction);
    auto total = suregrasp::square(be, be.sub(prediction.front(), centre));
    for (std::size_t k = 1; k < prediction.size(); ++k)
      total = be.add(total, suregrasp::square(be, be.sub(prediction[k], centre)));
    return be.reshape(total, {be.shape(total)[0]});
  }
  tensor consistency(B const&, heads const& prediction, target_type const& target) const {
    return distance(prediction, target);
  }
};

/// Losses of every step, supervised and consistency, of a student with a confidence-filtered mean teacher.
template <class B>
[[nodiscard]] std::vector<double> pseudo_labels_learnt(B const& be, int steps) {
  using scalar = scalar_t<B>;
  random_stream const random(7);
  mean_teacher teacher(be, small_network<B>(be, {.input = {1}, .dense = {24}, .heads = 4}, random.fork("network")),
                       curve_task<B>{be}, adam<B>({.rate = constant_schedule{1e-2}}),
                       running_quantile{.share = 0.6, .window = 64}, {.alpha = linear_schedule{0.5, 0.99, 200}});
  std::vector<double> losses;
  for (int step = 0; step < steps; ++step) {
    auto draw = random.fork("batch", static_cast<std::uint64_t>(step));
    host_array<scalar> x({6, 1}), y({6, 1}), unlabelled({4, 1});
    for (std::size_t i = 0; i < 6; ++i) {
      x.values[i] = static_cast<scalar>(draw.uniform(-1, 1));
      y.values[i] = std::sin(3 * x.values[i]);
    }
    for (auto& v : unlabelled.values) v = static_cast<scalar>(draw.uniform(-1.5, 1.5));
    auto const report = teacher.step({be.from_host(x.view()), be.from_host(y.view())}, unlabelled,
                                     random.fork("views", static_cast<std::uint64_t>(step)));
    losses.insert(losses.end(), {report.supervised_loss, report.consistency_loss});
  }
  return losses;
}

/// 300 steps on this backend go as they go on the reference operations, taped, to rounding; and the network learns.
template <class B>
void expect_same_pseudo_labels(B const& be) {
  static auto const expected = pseudo_labels_learnt(taped<plain_backend<scalar_t<B>>>{}, 300);
  auto const got = pseudo_labels_learnt(be, 300);
  REQUIRE(got.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) worst = std::max(worst, std::abs(got[i] - expected[i]));
  // Adam divides by the size of gradients, which multiplies the rounding of small ones.
  CHECK(worst < 1e3 * static_cast<double>(std::numeric_limits<scalar_t<B>>::epsilon()));
  CHECK(got[got.size() - 2] < 0.1 * got.front());
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_LAWS_TASKS_HPP
