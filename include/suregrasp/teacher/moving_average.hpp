#ifndef SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
#define SUREGRASP_TEACHER_MOVING_AVERAGE_HPP

#include <cstddef>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/teacher/trainable_model.hpp>

namespace suregrasp::inline v1 {

namespace detail {

/// A backend that can move a tensor towards another in place: `lerp_(t, to, weight)` is `t += weight * (to - t)`.
template <class B>
concept has_lerp =
    requires(B const& be, tensor_t<B>& t, tensor_t<B> const& to, double weight) { be.lerp_(t, to, weight); };

}  // namespace detail

/// Moves the teacher: `teacher = alpha teacher + (1 - alpha) student` (Eq. 10) for parameters and floating-point
/// buffers; counters are copied. `alpha` in [0, 1]. Throws `model_error` when the two differ in structure.
template <tensor_backend B, trainable_model<B> Model>
void move_towards(B const& be, Model& teacher, Model const& student, double alpha) {
  if (!(alpha >= 0 && alpha <= 1))
    throw option_error("teacher.alpha", "alpha must lie in [0, 1], got " + std::to_string(alpha));
  auto state = teacher.state();
  auto const target = student.state();
  require_same_structure(be, "teacher", state, "student", target);
  for (std::size_t i = 0; i < state.size(); ++i) {
    auto& value = state[i].value;
    if (state[i].role == tensor_role::counter)
      value = target[i].value;
    else if constexpr (detail::has_lerp<B>)
      be.lerp_(value, target[i].value, 1 - alpha);
    else
      value = be.add(value, scale(be, be.sub(target[i].value, value), 1 - alpha));
  }
  teacher.load(state);
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_MOVING_AVERAGE_HPP
