#ifndef SUREGRASP_TEACHER_SCHEDULE_HPP
#define SUREGRASP_TEACHER_SCHEDULE_HPP

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

/// Numbers that change over training: callables from the step, counted from 0, to the value at that step.
namespace suregrasp::inline v1 {

/// The same value at every step.
struct constant_schedule {
  double value = 0;
  [[nodiscard]] double operator()(std::int64_t) const { return value; }
};

/// From `first` to `last` in a straight line over `steps` steps, then `last`. With 0.5, 0.99: the teacher's alpha of
/// Zhu et al. 2020.
struct linear_schedule {
  double first = 0;
  double last = 1;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return first + (last - first) * t;
  }
};

/// From `first` to `last` along half a cosine over `steps` steps, then `last`.
struct cosine_schedule {
  double first = 1;
  double last = 0;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return last + (first - last) * (1 + std::cos(std::numbers::pi * t)) / 2;
  }
};

/// `peak * exp(-5 (1 - t)^2)` with t from 0 to 1 over `steps` steps: the consistency weight of Tarvainen and Valpola
/// 2017.
struct sigmoid_ramp {
  double peak = 1;
  std::int64_t steps = 1;
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const t = std::min(1.0, static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)));
    return peak * std::exp(-5 * (1 - t) * (1 - t));
  }
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_SCHEDULE_HPP
