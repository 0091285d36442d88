#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_HPP

#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/confidence_filter.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

/// What a mean teacher has to be told of the problem at hand; it knows nothing else of it.
///
/// - `supervised(be, model, labelled)`: the loss of the student on labelled samples, shape `[]`.
/// - `views(unlabelled, random)`: two perturbed views of unlabelled samples, `.teacher` and `.student`, as model
/// inputs.
/// - `target(be, prediction, views)`: the teacher's prediction carried from its own view into the student's.
/// - `uncertainty(be, prediction)`: M_uc of each prediction, `[N]`.
/// - `consistency(be, prediction, target)`: distance of each student prediction to its target, `[N]`.
template <class T, class B, class Model>
concept teaching_task = requires(T const& task, B const& be, Model model, typename T::labelled_batch const& labelled,
                                 typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views,
                                 typename Model::output_type const& prediction, typename T::target_type const& target,
                                 random_stream random) {
  { task.supervised(be, model, labelled) } -> std::same_as<tensor_t<B>>;
  { task.views(unlabelled, random) } -> std::same_as<typename T::view_pair>;
  { views.teacher } -> std::convertible_to<typename Model::input_type const&>;
  { views.student } -> std::convertible_to<typename Model::input_type const&>;
  { task.target(be, prediction, views) } -> std::same_as<typename T::target_type>;
  { task.uncertainty(be, prediction) } -> std::same_as<tensor_t<B>>;
  { task.consistency(be, prediction, target) } -> std::same_as<tensor_t<B>>;
};

/// Applies one gradient step of a loss to a model.
template <class O, class B, class Model>
concept model_optimizer =
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss) { optimizer.step(be, model, loss); };

struct mean_teacher_options {
  std::function<double(std::int64_t)> alpha = linear_schedule{0.5, 0.99, 200};  ///< Eq. 10
  std::function<double(std::int64_t)> consistency_weight =
      constant_schedule{1.0};  ///< factor of the second term, Eq. 11
};

/// What one step did.
struct teaching_report {
  std::int64_t step = 0;
  double supervised_loss = 0;
  double consistency_loss = 0;  ///< mean over all unlabelled samples of the batch, 0 for a rejected one
  double pass_rate = 0;         ///< mean weight the filter gave
  double alpha = 0;
};

/// The confidence-driven mean teacher (Zhu et al. 2020, Eq. 10 to 12), for any model, task and backend.
///
/// The student learns from labelled samples and, on unlabelled ones, from its teacher, the moving average of itself;
/// `filter` decides from the teacher's uncertainty which of those lessons count. `keep_all` gives the original mean
/// teacher (Tarvainen and Valpola 2017), `keep_none` direct fine-tuning, step for step.
template <differentiable_backend B, trainable_model<B> Model, teaching_task<B, Model> Task,
          model_optimizer<B, Model> Optimizer, confidence_filter Filter>
class mean_teacher {
 public:
  mean_teacher(B be, Model student, Task task, Optimizer optimizer, Filter filter, mean_teacher_options options = {})
      : be_(std::move(be)),
        student_(std::move(student)),
        teacher_(student_.clone()),
        task_(std::move(task)),
        optimizer_(std::move(optimizer)),
        filter_(std::move(filter)),
        options_(std::move(options)) {}

  /// One step of the student on both batches, then one of the teacher. `random` perturbs the views. Throws
  /// `training_error` naming the term that is not finite, before anything was changed by it.
  teaching_report step(typename Task::labelled_batch const& labelled, typename Task::unlabelled_batch const& unlabelled,
                       random_stream const& random) {
    teaching_report report{.step = step_, .alpha = options_.alpha(step_)};
    auto loss = task_.supervised(be_, student_, labelled);
    report.supervised_loss = finite_item(loss, "supervised");
    if constexpr (!std::same_as<Filter, keep_none>) {
      auto const views = task_.views(unlabelled, random);
      auto const lesson = without_history(teacher_.forward(views.teacher));
      auto const weights = filter_weights(task_.uncertainty(be_, lesson));
      report.pass_rate = mean(weights);
      if (report.pass_rate > 0) {
        auto const distance = task_.consistency(be_, student_.forward(views.student), task_.target(be_, lesson, views));
        auto const consistency = weighted_mean(distance, weights);
        report.consistency_loss = finite_item(consistency, "consistency");
        loss = be_.add(loss, scale(be_, consistency, options_.consistency_weight(step_)));
      }
    }
    optimizer_.step(be_, student_, loss);
    move_towards(be_, teacher_, student_, report.alpha);
    ++step_;
    return report;
  }

  [[nodiscard]] Model const& student() const { return student_; }
  [[nodiscard]] Model const& teacher() const { return teacher_; }
  [[nodiscard]] Filter const& filter() const { return filter_; }
  [[nodiscard]] std::int64_t steps_done() const { return step_; }

 private:
  double finite_item(tensor_t<B> const& loss, char const* term) const {
    auto const value = static_cast<double>(item(be_, loss));
    if (!std::isfinite(value))
      throw training_error("teacher.not_finite", std::string(term) + " loss is " + std::to_string(value) + " at step " +
                                                     std::to_string(step_) +
                                                     "; check the targets for NaN, then try a "
                                                     "smaller learning rate");
    return value;
  }

  typename Model::output_type without_history(typename Model::output_type prediction) const {
    if constexpr (std::same_as<typename Model::output_type, tensor_t<B>>)
      return be_.stop_gradient(prediction);
    else
      for (auto& part : prediction) part = be_.stop_gradient(part);
    return prediction;
  }

  std::vector<double> filter_weights(tensor_t<B> const& uncertainty) {
    auto const host = be_.to_host(uncertainty);
    return filter_(std::vector<double>(host.values.begin(), host.values.end()));
  }

  static double mean(std::vector<double> const& weights) {
    if (weights.empty()) return 0;
    return std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  }

  /// Rejected samples are left out by choice, not by multiplication: their distance may be NaN.
  tensor_t<B> weighted_mean(tensor_t<B> const& distance, std::vector<double> const& weights) const {
    std::vector<scalar_t<B>> const values(weights.begin(), weights.end());
    auto const count = static_cast<std::int64_t>(values.size());
    auto const weight = be_.from_host(host_view<scalar_t<B> const>({count}, values));
    return mean_all(be_, be_.where(weight, be_.mul(weight, distance), constant(be_, 0)));
  }

  B be_;
  Model student_;
  Model teacher_;
  Task task_;
  Optimizer optimizer_;
  Filter filter_;
  mean_teacher_options options_;
  std::int64_t step_ = 0;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_HPP
