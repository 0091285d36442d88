#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A loss, or several by name that add up to one.
template <class R, class B>
concept supervised_result = std::same_as<R, tensor_t<B>> || std::same_as<R, std::vector<loss_term<tensor_t<B>>>>;

/// What a mean teacher has to be told of a problem; it knows nothing else of it.
///
/// - `supervised(be, model, labelled)`: the loss of the student on labelled samples, shape `[]`, or a vector of
///   `loss_term`, whose sum it then is.
/// - `views(unlabelled, random)`: two perturbed views of unlabelled samples, `.teacher` and `.student`, as model
///   inputs.
/// - `target(be, prediction, views)`: the teacher's prediction carried from its own view into the student's.
/// - `uncertainty(be, prediction)`: M_uc of each prediction, `[N]`.
/// - `consistency(be, prediction, target)`: distance of each student prediction to its target, `[N]`.
///
/// A task may also have
/// - `pseudo_label_error(be, target, unlabelled, views)`: for reports, the error of each target as `vector<double>`,
///   NaN where there is no label to tell;
/// - `groups(unlabelled, prediction)`: for filters by group, a number for each prediction as `vector<int64_t>`, such as
///   its image;
/// - `student_input(be, prediction, views)`: what the student is asked, where that depends on what the teacher has
/// found,
///   such as the locations of objects; without it `views.student`.
///
/// On several processes each has a part of every batch. What is drawn for a sample must then depend on `random` and on
/// the sample, or on where it stands in the whole batch; numbers of groups are those of the whole batch. The task may
/// have, and is asked only there:
/// - `label_counts(labelled)`: how many labels each term of the supervised loss is a mean of, by the term's name, as
///   `vector<loss_term<double>>`; without it the size of the batch;
/// - `positions(prediction, views)`: where each prediction stands in the whole batch, as `vector<int64_t>`: smaller
///   numbers first, equal ones by process; without it all of a process stand together;
/// - `count_over(target, sum)`: where distances depend on how many pseudo-labels there are, puts the counts of all
///   processes into the target; `sum(span<double>)` sums numbers over them.
template <class T, class B, class Model>
concept mean_teacher_task = requires(
    T const& task, B const& be, Model model, typename T::labelled_batch const& labelled,
    typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views,
    typename Model::output_type const& prediction, typename T::target_type const& target, random_stream random) {
  { task.supervised(be, model, labelled) } -> supervised_result<B>;
  { task.views(unlabelled, random) } -> std::same_as<typename T::view_pair>;
  { views.teacher } -> std::convertible_to<typename Model::input_type const&>;
  { views.student } -> std::convertible_to<typename Model::input_type const&>;
  { task.target(be, prediction, views) } -> std::same_as<typename T::target_type>;
  { task.uncertainty(be, prediction) } -> std::same_as<tensor_t<B>>;
  { task.consistency(be, prediction, target) } -> std::same_as<tensor_t<B>>;
};

/// A task that can tell how wrong its pseudo-labels are.
template <class T, class B>
concept judges_pseudo_labels =
    requires(T const& task, B const& be, typename T::target_type const& target,
             typename T::unlabelled_batch const& unlabelled, typename T::view_pair const& views) {
      { task.pseudo_label_error(be, target, unlabelled, views) } -> std::same_as<std::vector<double>>;
    };

/// A task whose predictions come in groups.
template <class T, class Prediction>
concept groups_predictions =
    requires(T const& task, typename T::unlabelled_batch const& unlabelled, Prediction const& prediction) {
      { task.groups(unlabelled, prediction) } -> std::same_as<std::vector<std::int64_t>>;
    };

/// A task whose student is asked about what the teacher has found.
template <class T, class B, class Model>
concept asks_what_was_found = requires(T const& task, B const& be, typename Model::output_type const& prediction,
                                       typename T::view_pair const& views) {
  { task.student_input(be, prediction, views) } -> std::convertible_to<typename Model::input_type>;
};

/// A task that tells how many labels the terms of its supervised loss are means of.
template <class T>
concept counts_labels = requires(T const& task, typename T::labelled_batch const& labelled) {
  { task.label_counts(labelled) } -> std::same_as<std::vector<loss_term<double>>>;
};

/// A task that knows where its predictions stand in the batch of all processes.
template <class T, class Prediction>
concept positions_predictions =
    requires(T const& task, Prediction const& prediction, typename T::view_pair const& views) {
      { task.positions(prediction, views) } -> std::same_as<std::vector<std::int64_t>>;
    };

/// A task whose distances depend on how many pseudo-labels there are.
template <class T>
concept counts_targets = requires(T const& task, typename T::target_type& target,
                                  std::function<void(std::span<double>)> const& sum) { task.count_over(target, sum); };

/// Applies one gradient step of a loss to a model.
template <class O, class B, class Model>
concept model_optimizer =
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss) { optimizer.step(be, model, loss); };

/// One that lets its gradients be summed over several processes before it uses them: `join(gradients)` replaces them by
/// the sums, of the same tensors in the same order in all.
template <class O, class B, class Model>
concept joint_optimizer =
    model_optimizer<O, B, Model> &&
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss,
             std::function<void(std::vector<tensor_t<B>>&)> const& join) { optimizer.step(be, model, loss, join); };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
