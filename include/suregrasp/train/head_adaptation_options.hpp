#ifndef SUREGRASP_TRAIN_HEAD_ADAPTATION_OPTIONS_HPP
#define SUREGRASP_TRAIN_HEAD_ADAPTATION_OPTIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/train/adaptation_method.hpp>

namespace suregrasp::inline v2 {

/// How long the angle vector (cos 2 theta, sin 2 theta) of a pseudo-label is.
enum class pseudo_label_angle {
  unit,  ///< length 1, as that of a labelled grasp
  fused  ///< the mean of the heads' vectors: shorter, the less they agree
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(pseudo_label_angle) {
  return std::array{named_value{pseudo_label_angle::unit, "unit"}, named_value{pseudo_label_angle::fused, "fused"}};
}

/// How a detector is adapted to a new workplace.
struct head_adaptation_options {
  adaptation_method method = adaptation_method::confident;
  std::int64_t steps = 1500;         ///< of PoseNet's heads
  double learning_rate = 1e-4;       ///< of PoseNet's heads
  std::size_t labelled_batch = 6;    ///< labelled grasps in a batch
  std::size_t unlabelled_batch = 2;  ///< unlabelled locations in a batch
  double alpha_first = 0.5;          ///< inertia of the teacher (Eq. 10) at first
  double alpha_last = 0.99;          ///< and from a quarter of the steps on
  double consistency = 1;            ///< weight of the pseudo-labels (Eq. 11)
  pseudo_label_angle targets = pseudo_label_angle::unit;
  bool plain_labels = false;         ///< show the labelled photographs in their plain view alone
  std::size_t views = 8;             ///< of each photograph, drawn once
  std::uint64_t view_seed = 1;       ///< of the views, which are the same for every `seed`
  std::int64_t heat_steps = 150;     ///< of LocNet on the labelled photographs; 0: LocNet stays as it is
  double heat_learning_rate = 3e-4;  ///< of LocNet
  std::int64_t evaluations = 30;     ///< points of the curve
  named_filter_options filter{};     ///< confident: which pseudo-labels count, by M_uc
  bool by_component = false;         ///< confident: the filter judges angles and sizes apart
  /// confident: unlabelled locations among which a batch is filled with those that the filter keeps; 0: no filling. Not
  /// given: four times the batch, the form that did best or as well as any on photographs.
  std::optional<std::size_t> candidates{};
  std::uint64_t seed = 1;  ///< of batches, their views and what is drawn for LocNet
  friend bool operator==(head_adaptation_options const&, head_adaptation_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = head_adaptation_options;
    return list(
        field{"method", &o::method,
              "Fine-tuning on the labels alone, with a teacher, or with a teacher that is filtered by its confidence"},
        field{"steps", &o::steps, "Steps of PoseNet's heads"}.between(0, 1e9),
        field{"learning_rate", &o::learning_rate, "Learning rate of PoseNet's heads"}.rarely_needed().above(0).typed_as(
            "--rate"),
        field{"labelled_batch", &o::labelled_batch, "Labelled grasps in a batch"}.rarely_needed().between(1, 65536),
        field{"unlabelled_batch", &o::unlabelled_batch, "Unlabelled locations in a batch"}.rarely_needed().between(
            1, 65536),
        field{"alpha_first", &o::alpha_first, "Inertia of the teacher at first"}.rarely_needed().between(0, 1),
        field{"alpha_last", &o::alpha_last, "Inertia of the teacher after a quarter of the steps"}
            .rarely_needed()
            .between(0, 1),
        field{"consistency", &o::consistency, "Weight of the pseudo-labels"}.rarely_needed().at_least(0),
        field{"targets", &o::targets,
              "Angle vectors of the pseudo-labels: unit, of length 1; fused, as short as the mean of the teacher's "
              "heads"}
            .rarely_needed(),
        field{"plain_labels", &o::plain_labels, "Do not augment the labelled photographs"}.rarely_needed(),
        field{"views", &o::views, "Views of each photograph"}.between(1, 1024),
        field{"view_seed", &o::view_seed, "Seed of the views, which do not depend on --seed"}.rarely_needed(),
        field{"heat_steps", &o::heat_steps, "Steps of LocNet on the labelled photographs"}.between(0, 1e9),
        field{"heat_learning_rate", &o::heat_learning_rate, "Learning rate of LocNet"}
            .rarely_needed()
            .above(0)
            .typed_as("--heat-rate"),
        field{"evaluations", &o::evaluations, "Points of the evaluation curve"}.rarely_needed().between(1, 1e6),
        field{"filter", &o::filter}.rarely_needed(),
        field{"by_component", &o::by_component, "Judge angles among angles and sizes among sizes"}.rarely_needed(),
        field{"candidates", &o::candidates,
              "Candidates from which the unlabelled batch is filled with pseudo-labels that are kept, 0: no filling "
              "(default: four times --unlabelled-batch)"}
            .rarely_needed()
            .between(0, 1e6)
            .typed_as("--fill"),
        field{"seed", &o::seed}.not_offered());
  }
};

/// How many unlabelled locations the batch of a step is chosen from; 0 for no choice.
[[nodiscard]] inline std::size_t candidates_of(head_adaptation_options const& o) {
  return o.candidates.value_or(o.method == adaptation_method::confident ? 4 * o.unlabelled_batch : 0);
}

/// Throws `option_error` for options without sense: `option.field` for a value out of its range,
/// `teacher.filter.options`, `adapt.filter` for those of the confident method with another, `adapt.candidates` for
/// fewer candidates than a batch holds.
inline void require_valid(head_adaptation_options const& o) {
  check_fields(o, "adaptation");
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

/// Every option in force by its name: what a checkpoint must agree with to be continued.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(head_adaptation_options o) {
  o.candidates = candidates_of(o);
  o.filter.name = o.filter.chosen();
  return configuration_text(o);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_HEAD_ADAPTATION_OPTIONS_HPP
