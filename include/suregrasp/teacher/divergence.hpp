#ifndef SUREGRASP_TEACHER_DIVERGENCE_HPP
#define SUREGRASP_TEACHER_DIVERGENCE_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_text.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What to do with a run that has diverged.
enum class divergence_action {
  stop,      ///< throw `training_error` `teacher.diverged`
  roll_back  ///< go back to the last good teacher
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(divergence_action) {
  return std::array{named_value{divergence_action::stop, "stop"},
                    named_value{divergence_action::roll_back, "roll_back"}};
}

/// When a run counts as diverged, and what to do then; by default it never does.
struct divergence_options {
  double factor = std::numeric_limits<double>::infinity();  ///< of the lowest average loss; infinite: never
  double memory = 0.95;                                     ///< of the moving average of the losses, in [0, 1)
  std::int64_t every = 50;                                  ///< steps between checks for a good teacher
  divergence_action action = divergence_action::stop;
  std::int64_t roll_backs = 3;  ///< at most, then it stops
  friend bool operator==(divergence_options const&, divergence_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = divergence_options;
    return list(field{"factor", &o::factor}, field{"memory", &o::memory}.between(0, 1),
                field{"every", &o::every}.at_least(1), field{"action", &o::action},
                field{"roll_backs", &o::roll_backs}.at_least(0));
  }
};

/// Tells from a run's losses when it has diverged: their moving average exceeds `factor` times its own lowest. The
/// average is corrected for its start; the first `every` losses are too few to tell.
class divergence_watch {
 public:
  explicit divergence_watch(divergence_options const& options) : options_(options) {
    if (!(options.factor > 1) || !(options.memory >= 0 && options.memory < 1) || options.every < 1)
      throw option_error("teacher.divergence",
                         "expected a factor above 1, a memory in [0, 1) and looks every step or "
                         "less often, got " +
                             std::to_string(options.factor) + ", " + std::to_string(options.memory) + " and " +
                             std::to_string(options.every));
  }

  [[nodiscard]] bool active() const { return std::isfinite(options_.factor); }

  /// Takes in the loss of one more step; true where the run has diverged.
  [[nodiscard]] bool diverged(double loss) {
    sum_ = options_.memory * sum_ + (1 - options_.memory) * loss;
    weight_ = options_.memory * weight_ + (1 - options_.memory);
    if (++steps_ < options_.every) return false;
    if (average() > options_.factor * best_) return true;
    best_ = std::fmin(best_, average());
    return false;
  }

  /// Whether the teacher of this step is good enough to go back to.
  [[nodiscard]] bool good() const {
    return steps_ % options_.every == 0 && average() <= std::sqrt(options_.factor) * best_;
  }

  /// The moving average of the losses.
  [[nodiscard]] double average() const { return sum_ / weight_; }
  [[nodiscard]] double best() const { return best_; }

  /// Forgets the losses since the last good teacher, but not the lowest average.
  void restart() { sum_ = weight_ = 0, steps_ = 0; }

  [[nodiscard]] std::vector<double> state() const { return {sum_, weight_, best_, static_cast<double>(steps_)}; }
  void load(std::vector<double> const& state) {
    sum_ = state.at(0), weight_ = state.at(1), best_ = state.at(2);
    steps_ = static_cast<std::int64_t>(state.at(3));
  }

 private:
  divergence_options options_;
  double sum_ = 0, weight_ = 0;
  double best_ = std::numeric_limits<double>::infinity();
  std::int64_t steps_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_DIVERGENCE_HPP
