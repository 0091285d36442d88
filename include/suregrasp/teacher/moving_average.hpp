#ifndef SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
#define SUREGRASP_TEACHER_MOVING_AVERAGE_HPP

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/teacher/tied_tensors.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What a moving average does with tensors of one role.
enum class average_rule {
  average,  ///< `teacher = alpha teacher + (1 - alpha) student`
  copy,     ///< `teacher = student`
  skip      ///< the teacher's own, left alone
};

[[nodiscard]] constexpr auto names_of(average_rule) {
  return std::array{named_value{average_rule::average, "average"}, named_value{average_rule::copy, "copy"},
                    named_value{average_rule::skip, "skip"}};
}

/// The rule of the moving average for each role of tensor.
struct moving_average_options {
  average_rule parameters = average_rule::average;
  average_rule buffers = average_rule::average;  ///< floating-point statistics such as those of batch normalisation
  average_rule counters = average_rule::copy;    ///< integers, of which there is no average
  friend bool operator==(moving_average_options const&, moving_average_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = moving_average_options;
    return list(field{"parameters", &o::parameters}, field{"buffers", &o::buffers}, field{"counters", &o::counters});
  }

  [[nodiscard]] average_rule rule(tensor_role role) const {
    if (role == tensor_role::parameter) return parameters;
    return role == tensor_role::buffer ? buffers : counters;
  }
};

/// Throws `option_error` unless `alpha` lies in [0, 1] and counters are not averaged.
inline void require_valid_average(double alpha, moving_average_options const& options = {}) {
  if (!(alpha >= 0 && alpha <= 1))
    throw option_error("teacher.alpha", "alpha must lie in [0, 1], got " + std::to_string(alpha));
  if (options.counters == average_rule::average)
    throw option_error("teacher.counters", "counters are integers and have no average: copy or skip them");
}

namespace detail {

/// The tensors that a moving average moves, each memory once. Throws `model_error`, see `ema_update`.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> averaged_tensors(B const& be, model_state<tensor_t<B>> const& teacher,
                                                        model_state<tensor_t<B>> const& student,
                                                        moving_average_options const& options) {
  suregrasp::require_same_structure(be, "teacher", teacher, "student", student);
  std::vector<std::size_t> averaged;
  for (std::size_t i = 0; i < teacher.size(); ++i)
    if (options.rule(teacher[i].role) == average_rule::average) averaged.push_back(i);
  return detail::each_memory_once(be, teacher, student, std::move(averaged));
}

/// Throws `model_error` `teacher.precision` for a tensor to average that holds less than float does: a step of a moving
/// average is mostly smaller than what half precision can tell, and the average would stand still.
template <tensor_backend B>
void require_room_for_average(B const& be, model_state<tensor_t<B>> const& teacher,
                              std::vector<std::size_t> const& averaged) {
  for (std::size_t const i : averaged) {
    double const epsilon = suregrasp::epsilon_of(be, teacher[i].value);
    if (epsilon > static_cast<double>(std::numeric_limits<float>::epsilon()))
      throw model_error("teacher.precision", "tensor '" + teacher[i].name + "' of the teacher tells 1 from " +
                                                 std::to_string(1 + epsilon) +
                                                 " at best, and its moving average would stand still: expected float "
                                                 "or double; the student may hold less");
  }
}

}  // namespace detail

/// Moves the teacher: `teacher = alpha teacher + (1 - alpha) student` (Eq. 10), or as `options` has it for each role.
/// The teacher may be on another device than the student where the backend's `lerp_` and the model's `load` allow.
/// A tensor that goes by several names moves once.
///
/// Throws `option_error` on an alpha outside of [0, 1] and `model_error` when the two differ in structure
/// (`model.structure`, `model.tied`), when tensors share a part of their memory (`model.overlap`) or hold less than
/// float does (`teacher.precision`); the teacher then stays as it is.
template <tensor_backend B, trainable_model<B> Model>
void ema_update(B const& be, Model& teacher, Model const& student, double alpha,
                moving_average_options const& options = {}) {
  require_valid_average(alpha, options);
  auto state = teacher.state();
  auto const target = student.state();
  auto const averaged = detail::averaged_tensors(be, state, target, options);
  if (alpha > 0 && alpha < 1) detail::require_room_for_average(be, state, averaged);
  for (std::size_t i = 0; i < state.size(); ++i)
    if (options.rule(state[i].role) == average_rule::copy) state[i].value = target[i].value;
  std::vector<tensor_t<B>> values, to;
  for (std::size_t const i : averaged) {
    values.push_back(std::move(state[i].value));
    to.push_back(target[i].value);
  }
  suregrasp::lerp_all<B>(be, values, to, 1 - alpha);
  for (std::size_t k = 0; k < averaged.size(); ++k) state[averaged[k]].value = std::move(values[k]);
  teacher.load(state);
}

/// Makes a moving average that started at a copy forget it: the first step takes the student, later ones weigh all
/// students so far as a moving average would that had always run (the correction of Adam, Kingma and Ba 2015).
struct bias_correction {
  double start = 1;  ///< weight of the copy in the average so far, the product of the alphas

  /// The alpha to use in place of `alpha` in this step.
  [[nodiscard]] double operator()(double alpha) {
    start *= alpha;
    return start < 1 ? 1 - (1 - alpha) / (1 - start) : alpha;
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
