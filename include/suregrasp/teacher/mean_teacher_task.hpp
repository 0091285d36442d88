#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP

#include <concepts>
#include <cstdint>
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

/// Applies one gradient step of a loss to a model.
template <class O, class B, class Model>
concept model_optimizer =
    requires(O optimizer, B const& be, Model& model, tensor_t<B> const& loss) { optimizer.step(be, model, loss); };

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_TASK_HPP
