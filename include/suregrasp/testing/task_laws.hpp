#ifndef SUREGRASP_TESTING_TASK_LAWS_HPP
#define SUREGRASP_TESTING_TASK_LAWS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// A loss, or the sum of its terms.
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_of(B const&, tensor_t<B> const& loss) {
  return loss;
}
template <tensor_backend B>
[[nodiscard]] tensor_t<B> sum_of(B const& be, std::vector<loss_term<tensor_t<B>>> const& terms) {
  auto sum = suregrasp::constant(be, 0);
  for (auto const& term : terms) sum = be.add(sum, term.value);
  return sum;
}

}  // namespace detail

/// Holds a mean-teacher task to what the mean teacher relies on, on a batch of labelled and a batch of unlabelled
/// samples of its own. Works on clones of `model`.
template <tensor_backend B, trainable_model<B> Model, mean_teacher_task<B, Model> Task>
[[nodiscard]] law_results check_task(B const& be, Task const& task, Model const& model,
                                     typename Task::labelled_batch const& labelled,
                                     typename Task::unlabelled_batch const& unlabelled) {
  random_stream const random(1);
  // The uncertainties and distances of a student, which may be another model than the teacher.
  auto const uncertainty_and_distance = [&](random_stream const& stream, bool other_student) {
    Model teacher = model.clone(), student = model.clone();
    if (other_student) student.load(detail::moved(be, student.state()));
    auto const views = task.views(unlabelled, stream);
    auto const prediction = teacher.forward(views.teacher);
    auto const distance = task.consistency(be, student.forward(views.student), task.target(be, prediction, views));
    return std::pair(be.to_host(task.uncertainty(be, prediction)), be.to_host(distance));
  };
  auto const finite_and_not_negative = [](auto const& array) {
    return std::ranges::all_of(array.values, [](auto value) { return std::isfinite(value) && value >= 0; });
  };
  law_results results;

  results.push_back(testing::law("a_number_for_each_sample", [&](evidence& against) {
    auto const [uncertainty, distance] = uncertainty_and_distance(random, false);
    against.expect(uncertainty.shape.size() == 1, "uncertainties of shape " + to_string(uncertainty.shape));
    against.expect(uncertainty.shape == distance.shape, "distances of shape " + to_string(distance.shape) +
                                                            ", uncertainties of shape " + to_string(uncertainty.shape));
    against.expect(finite_and_not_negative(uncertainty), "an uncertainty is negative or not finite");
    against.expect(finite_and_not_negative(distance), "a distance is negative or not finite");
  }));

  results.push_back(testing::law("views_follow_from_the_stream", [&](evidence& against) {
    auto const one = uncertainty_and_distance(random, false), again = uncertainty_and_distance(random, false);
    against.expect_same("uncertainties with the same stream", again.first, one.first);
    against.expect_same("distances with the same stream", again.second, one.second);
  }));

  results.push_back(testing::law("another_student_is_further_away", [&](evidence& against) {
    auto const sum = [](auto const& array) {
      double total = 0;
      for (auto const value : array.values) total += static_cast<double>(value);
      return total;
    };
    double const own = sum(uncertainty_and_distance(random, false).second),
                 others = sum(uncertainty_and_distance(random, true).second);
    against.expect(others > 0, "the distance of a student unlike its teacher is 0: does it see its own view?");
    against.expect(others > own, "a student unlike its teacher is no further from the target than one like it");
  }));

  results.push_back(testing::law("labels_teach", [&](evidence& against) {
    Model own = model.clone(), other = model.clone();
    other.load(detail::moved(be, other.state()));
    auto const loss = [&](Model& of) { return be.to_host(detail::sum_of(be, task.supervised(be, of, labelled))); };
    auto const here = loss(own), there = loss(other);
    against.expect(here.values.size() == 1, "the supervised loss has shape " + to_string(here.shape));
    against.expect(std::isfinite(here.values.at(0)), "the supervised loss is not finite");
    against.expect(here.values.at(0) != there.values.at(0), "the supervised loss is the same for another model");
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_TASK_LAWS_HPP
