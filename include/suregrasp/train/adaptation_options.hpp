#ifndef SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP
#define SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/train/impl/exact_text.hpp>

namespace suregrasp::inline v2 {

/// What PoseNet's heads learn from.
enum class adaptation_method {
  direct,        ///< the labelled photographs alone
  mean_teacher,  ///< also every pseudo-label (Tarvainen and Valpola 2017)
  confident      ///< also the pseudo-labels that a filter keeps by their M_uc (Zhu et al. 2020, Eq. 12)
};

/// How long the angle vector (cos 2 theta, sin 2 theta) of a pseudo-label is.
enum class pseudo_label_angle {
  unit,  ///< length 1, as that of a labelled grasp
  fused  ///< the mean of the heads' vectors: shorter, the less they agree
};

/// How a detector is adapted to a new workplace.
struct adaptation_options {
  adaptation_method method = adaptation_method::confident;
  std::int64_t steps = 1500;         ///< of PoseNet's heads
  double learning_rate = 1e-4;       ///< of PoseNet's heads
  std::size_t labelled_batch = 6;    ///< labelled grasps in a batch
  std::size_t unlabelled_batch = 2;  ///< unlabelled locations in a batch
  named_filter_options filter{};     ///< confident: which pseudo-labels count, by M_uc
  bool by_component = false;         ///< confident: the filter judges angles and sizes apart
  /// confident: unlabelled locations among which a batch is filled with those that the filter keeps; 0: no filling. Not
  /// given: four times the batch, the form that did best or as well as any on photographs.
  std::optional<std::size_t> candidates{};
  pseudo_label_angle targets = pseudo_label_angle::unit;
  double alpha_first = 0.5;          ///< inertia of the teacher (Eq. 10) at first
  double alpha_last = 0.99;          ///< and from a quarter of the steps on
  double consistency = 1;            ///< weight of the pseudo-labels (Eq. 11)
  bool augment_labelled = true;      ///< show the labelled photographs in several views, too
  std::size_t views = 8;             ///< of each photograph, drawn once
  std::uint64_t view_seed = 1;       ///< of the views, which are the same for every `seed`
  std::int64_t heat_steps = 150;     ///< of LocNet on the labelled photographs; 0: LocNet stays as it is
  double heat_learning_rate = 3e-4;  ///< of LocNet
  std::int64_t evaluations = 30;     ///< points of the curve
  std::uint64_t seed = 1;            ///< of batches, their views and what is drawn for LocNet
};

/// How many unlabelled locations the batch of a step is chosen from; 0 for no choice.
[[nodiscard]] inline std::size_t candidates_of(adaptation_options const& o) {
  return o.candidates.value_or(o.method == adaptation_method::confident ? 4 * o.unlabelled_batch : 0);
}

namespace detail {

inline void require_adaptation(bool holds, std::string const& expected) {
  if (!holds) throw option_error("adapt.options", "expected " + expected);
}

inline void require_adaptation_numbers(adaptation_options const& o) {
  auto const is_share = [](double value) { return value >= 0 && value <= 1; };
  require_adaptation(o.steps >= 0 && o.heat_steps >= 0, "numbers of steps that are not negative");
  require_adaptation(o.learning_rate > 0 && std::isfinite(o.learning_rate) && o.heat_learning_rate > 0 &&
                         std::isfinite(o.heat_learning_rate),
                     "learning rates above 0");
  require_adaptation(o.labelled_batch > 0 && o.unlabelled_batch > 0, "at least one location in each batch");
  require_adaptation(o.views > 0 && o.evaluations > 0, "at least one view and one point of the curve");
  require_adaptation(is_share(o.alpha_first) && is_share(o.alpha_last), "an inertia of the teacher from 0 to 1");
  require_adaptation(o.consistency >= 0 && std::isfinite(o.consistency),
                     "a weight of the pseudo-labels that is finite and not negative");
}

}  // namespace detail

/// Throws `option_error` for options without sense: `adapt.options`, `teacher.filter.options`, `adapt.filter` for those
/// of the confident method with another, `adapt.candidates` for fewer candidates than a batch holds.
inline void require_valid(adaptation_options const& o) {
  detail::require_adaptation_numbers(o);
  if (o.method != adaptation_method::confident &&
      (o.filter.name || o.filter.threshold || o.candidates.value_or(0) > 0 || o.by_component))
    throw option_error("adapt.filter",
                       "a filter, a threshold, filling from candidates and judging by component are for the confident "
                       "method alone");
  if (o.candidates.value_or(0) > 0 && *o.candidates < o.unlabelled_batch)
    throw option_error("adapt.candidates",
                       "expected at least as many candidates as the " + std::to_string(o.unlabelled_batch) +
                           " unlabelled locations of a batch, got " + std::to_string(*o.candidates));
  named_filter const valid(o.filter);
}

/// Every option by its name: what a checkpoint must agree with to be continued. Two texts are equal where the values
/// are.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(adaptation_options const& o) {
  using detail::exact_text;
  auto const number_of = [](auto value) { return exact_text(static_cast<int>(value)); };
  return {{"method", number_of(o.method)},
          {"steps", exact_text(o.steps)},
          {"learning_rate", exact_text(o.learning_rate)},
          {"labelled_batch", exact_text(o.labelled_batch)},
          {"unlabelled_batch", exact_text(o.unlabelled_batch)},
          {"filter.name", to_string(o.filter.chosen())},
          {"filter.keep_share", exact_text(o.filter.keep_share)},
          {"filter.threshold", o.filter.threshold ? exact_text(*o.filter.threshold) : "none"},
          {"filter.softness", exact_text(o.filter.softness)},
          {"filter.window", exact_text(o.filter.window)},
          {"filter.smoothing", exact_text(o.filter.smoothing)},
          {"filter.coverage_rate", exact_text(o.filter.coverage_rate)},
          {"filter.warm_up", exact_text(o.filter.warm_up)},
          {"by_component", number_of(o.by_component)},
          {"candidates", exact_text(candidates_of(o))},
          {"targets", number_of(o.targets)},
          {"alpha_first", exact_text(o.alpha_first)},
          {"alpha_last", exact_text(o.alpha_last)},
          {"consistency", exact_text(o.consistency)},
          {"augment_labelled", number_of(o.augment_labelled)},
          {"views", exact_text(o.views)},
          {"view_seed", exact_text(o.view_seed)},
          {"heat_steps", exact_text(o.heat_steps)},
          {"heat_learning_rate", exact_text(o.heat_learning_rate)},
          {"evaluations", exact_text(o.evaluations)},
          {"seed", exact_text(o.seed)}};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP
