#ifndef SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP
#define SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/train/adaptation_method.hpp>
#include <suregrasp/train/pose_pseudo_labels.hpp>

namespace suregrasp::inline v2 {

/// Which parts of a detector learn; each includes those before it.
enum class learning_parts {
  heads,    ///< LocNet and PoseNet
  pyramid,  ///< also the top-down pathway
  stages,   ///< also the last two of the backbones' four stages
  all       ///< everything
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(learning_parts) {
  return std::array{named_value{learning_parts::heads, "heads"}, named_value{learning_parts::pyramid, "pyramid"},
                    named_value{learning_parts::stages, "stages"}, named_value{learning_parts::all, "all"}};
}

/// How a detector is adapted to a new workplace: where and how to grasp are learned together, from views that are drawn
/// anew for each step.
struct adaptation_options {
  adaptation_method method = adaptation_method::confident;
  learning_parts learns = learning_parts::stages;
  std::int64_t steps = 400;
  double learning_rate = 5e-4;
  double backbone_pace = 0.1;        ///< learning rate of the backbones, in learning rates of the rest
  std::size_t labelled_batch = 4;    ///< labelled photographs in a batch
  std::size_t unlabelled_batch = 4;  ///< photographs without labels in a batch
  std::size_t locations = 6;         ///< poses learned from each labelled photograph of a batch
  double disk_radius = 0.02;         ///< radius of LocNet's target disks, in sides of the input
  double heat_weight = 1;            ///< of LocNet's losses, in weights of PoseNet's
  double alpha_first = 0.5;          ///< inertia of the teacher (Eq. 10) at first
  double alpha_last = 0.99;          ///< and from a quarter of the steps on
  double consistency = 1;            ///< weight of the pseudo-labels (Eq. 11)
  double ramp_up = 0;                ///< share of the steps over which this weight rises (`sigmoid_ramp`)
  std::size_t teacher_views = 4;     ///< 1, 2, 4 or 8: mirrored and turned, whose heads all vote on a pseudo-label
  /// Where the teacher finds a location, and how many in a photograph.
  peak_options peaks{.threshold = 0.15, .max_count = 8};
  std::size_t heat_samples = 512;  ///< pixels of each photograph at which student and teacher agree on the heat
  named_filter_options filter{};   ///< confident: which pseudo-labels count, by M_uc
  /// confident, in place of `filter`: pseudo-labels count of which the teacher is so much more certain than the student
  /// (`more_certain_than_student`).
  std::optional<double> student_margin{};
  bool by_component = false;  ///< confident: the filter judges angles and sizes apart
  uncertainty_measure uncertainty = uncertainty_measure::variance;  ///< confident: what the filter goes by
  double agreement = 0;          ///< weight of what the student's uncertainty of a pose differs from the teacher's
  bool bfloat16 = false;         ///< of networks; parameters and losses stay in float
  std::int64_t evaluations = 4;  ///< points of the curve
  std::uint64_t seed = 1;        ///< of batches and their views
  friend bool operator==(adaptation_options const&, adaptation_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = adaptation_options;
    return list(
        field{"method", &o::method,
              "Fine-tuning on the labels alone, with a teacher, or with a teacher that is filtered by its confidence"},
        field{"learns", &o::learns, "Which parts learn, each with those before it: heads, pyramid, stages, all"},
        field{"steps", &o::steps, "Steps of the adaptation"}.between(0, 1e9),
        field{"learning_rate", &o::learning_rate, "Learning rate"}.rarely_needed().above(0).typed_as("--rate"),
        field{"backbone_pace", &o::backbone_pace, "Learning rate of the backbone, in learning rates of the rest"}
            .rarely_needed()
            .above(0),
        field{"labelled_batch", &o::labelled_batch, "Labelled photographs in a batch"}.rarely_needed().between(1, 4096),
        field{"unlabelled_batch", &o::unlabelled_batch, "Photographs without labels in a batch"}
            .rarely_needed()
            .between(1, 4096),
        field{"locations", &o::locations, "Poses learned from each labelled photograph of a batch"}
            .rarely_needed()
            .between(1, 65536),
        field{"disk_radius", &o::disk_radius, "Radius of LocNet's target disks, in sides of the input"}
            .rarely_needed()
            .above(0),
        field{"heat_weight", &o::heat_weight, "Weight of LocNet's losses beside PoseNet's"}.rarely_needed().at_least(0),
        field{"alpha_first", &o::alpha_first, "Inertia of the teacher at first"}.rarely_needed().between(0, 1),
        field{"alpha_last", &o::alpha_last, "Inertia of the teacher after a quarter of the steps"}
            .rarely_needed()
            .between(0, 1),
        field{"consistency", &o::consistency, "Weight of the pseudo-labels"}.rarely_needed().at_least(0),
        field{"ramp_up", &o::ramp_up, "Share of the steps over which the weight of the pseudo-labels rises"}
            .rarely_needed()
            .between(0, 1),
        field{"teacher_views", &o::teacher_views, "Views in which the teacher sees a photograph: 1, 2, 4 or 8"},
        field{"peaks", &o::peaks}.not_offered(),
        field{"heat_samples", &o::heat_samples, "Pixels of each photograph at which the teacher's heat is learned"}
            .rarely_needed()
            .between(0, 1e6),
        field{"filter", &o::filter}.rarely_needed(),
        field{"student_margin", &o::student_margin,
              "Keep pseudo-labels whose M_uc is at most so many times the student's own, in place of --filter"}
            .rarely_needed(),
        field{"by_component", &o::by_component, "Judge angles among angles and sizes among sizes"}.rarely_needed(),
        field{"uncertainty", &o::uncertainty,
              "What --filter goes by: the variance of the votes (M_uc) or their entropy"}
            .rarely_needed(),
        field{"agreement", &o::agreement, "Weight of the student's uncertainty being the teacher's"}
            .rarely_needed()
            .at_least(0),
        field{"bfloat16", &o::bfloat16, "Compute in bfloat16: twice as fast on processors that have it"}
            .rarely_needed(),
        field{"evaluations", &o::evaluations, "Points of the evaluation curve"}.rarely_needed().between(1, 1e6),
        field{"seed", &o::seed}.not_offered());
  }
};

/// Throws `option_error` for options without sense: `option.field` for a value out of its range, `views.count` for
/// another number of views, `teacher.filter.options`, `adapt.filter` for those of the confident method with another.
inline void require_valid(adaptation_options const& o) {
  check_fields(o, "adaptation");
  if (o.teacher_views != 1 && o.teacher_views != 2 && o.teacher_views != 4 && o.teacher_views != 8)
    throw option_error("views.count",
                       "expected 1, 2, 4 or 8 views of the teacher, got " + std::to_string(o.teacher_views));
  bool const named = o.filter.name || o.filter.threshold;
  bool const judged = o.by_component || o.uncertainty != uncertainty_measure::variance;
  if (o.method != adaptation_method::confident && (named || o.student_margin || judged))
    throw option_error(
        "adapt.filter",
        "a filter, a threshold, a student's margin and what they go by are for the confident method alone");
  if (o.student_margin && (named || !(*o.student_margin > 0)))
    throw option_error("adapt.filter", "a student's margin takes the place of a filter and is above 0");
  named_filter const valid(o.filter);
}

/// Every option in force by its name: what a checkpoint must agree with to be continued.
[[nodiscard]] inline std::map<std::string, std::string> configuration_of(adaptation_options o) {
  o.filter.name = o.filter.chosen();
  return configuration_text(o);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTATION_OPTIONS_HPP
