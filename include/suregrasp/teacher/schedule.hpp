#ifndef SUREGRASP_TEACHER_SCHEDULE_HPP
#define SUREGRASP_TEACHER_SCHEDULE_HPP

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <suregrasp/core/field_text.hpp>

/// Numbers that change over training: callables from the step, counted from 0, to the value at that step.
namespace suregrasp::inline v2 {

namespace detail {

/// How much of `steps` steps is over at `step`, from 0 to 1; no steps are over after the first.
[[nodiscard]] inline double share_done(std::int64_t step, std::int64_t steps) {
  return std::clamp(static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, steps)), 0.0, 1.0);
}

}  // namespace detail

/// The same value at every step.
struct constant_schedule {
  double value = 0;
  friend bool operator==(constant_schedule const&, constant_schedule const&) = default;
  static constexpr auto fields(auto list) { return list(field{"value", &constant_schedule::value}); }
  [[nodiscard]] double operator()(std::int64_t) const { return value; }
};

/// From `first` to `last` in a straight line over `steps` steps, then `last`. With 0.5, 0.99: the teacher's alpha of
/// Zhu et al. 2020.
struct linear_schedule {
  double first = 0;
  double last = 1;
  std::int64_t steps = 1;
  friend bool operator==(linear_schedule const&, linear_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &linear_schedule::first}, field{"last", &linear_schedule::last},
                field{"steps", &linear_schedule::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::lerp(first, last, detail::share_done(step, steps));
  }
};

/// From `first` to `last` along half a cosine over `steps` steps, then `last`.
struct cosine_schedule {
  double first = 1;
  double last = 0;
  std::int64_t steps = 1;
  friend bool operator==(cosine_schedule const&, cosine_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &cosine_schedule::first}, field{"last", &cosine_schedule::last},
                field{"steps", &cosine_schedule::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::lerp(last, first, (1 + std::cos(std::numbers::pi * detail::share_done(step, steps))) / 2);
  }
};

/// `peak * exp(-5 (1 - t)^2)` with t from 0 to 1 over `steps` steps: the consistency weight of Tarvainen and Valpola
/// 2017.
struct sigmoid_ramp {
  double peak = 1;
  std::int64_t steps = 1;
  friend bool operator==(sigmoid_ramp const&, sigmoid_ramp const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"peak", &sigmoid_ramp::peak}, field{"steps", &sigmoid_ramp::steps});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    double const rest = 1 - detail::share_done(step, steps);
    return peak * std::exp(-5 * rest * rest);
  }
};

/// `first` before step `at`, `last` from there on.
struct step_schedule {
  double first = 0;
  double last = 1;
  std::int64_t at = 1;
  friend bool operator==(step_schedule const&, step_schedule const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"first", &step_schedule::first}, field{"last", &step_schedule::last},
                field{"at", &step_schedule::at});
  }
  [[nodiscard]] double operator()(std::int64_t step) const { return step < at ? first : last; }
};

/// `min(1 - 1 / (k + 1), last)` at step k: the plain mean of the students so far, until `last` takes over. The alpha of
/// Tarvainen and Valpola 2017.
struct growing_average {
  double last = 0.999;
  friend bool operator==(growing_average const&, growing_average const&) = default;
  static constexpr auto fields(auto list) { return list(field{"last", &growing_average::last}); }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::min(1 - 1 / (static_cast<double>(step) + 1), last);
  }
};

/// `1 - (1 + k / gamma)^-power` at step k, at most `last`: the warm-up of timm's moving averages.
struct power_warm_up {
  double last = 0.9999;
  double gamma = 1;
  double power = 2.0 / 3;
  friend bool operator==(power_warm_up const&, power_warm_up const&) = default;
  static constexpr auto fields(auto list) {
    return list(field{"last", &power_warm_up::last}, field{"gamma", &power_warm_up::gamma},
                field{"power", &power_warm_up::power});
  }
  [[nodiscard]] double operator()(std::int64_t step) const {
    return std::clamp(1 - std::pow(1 + static_cast<double>(step) / gamma, -power), 0.0, last);
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_SCHEDULE_HPP
