#include "adaptation_arms.hpp"

namespace suregrasp::experiments {

namespace {

using head_options = head_adaptation_options;

void direct(head_options& o) { o.method = adaptation_method::direct; }
void teacher(head_options& o) { o.method = adaptation_method::mean_teacher; }
void confident(head_options& o) {
  o.method = adaptation_method::confident;
  o.candidates = 0;
}

template <void (*... Changes)(head_options&)>
void all_of(head_options& o) {
  (Changes(o), ...);
}

/// The heads as they were; LocNet too, or tuned on the labelled photographs as in every other arm.
void only_locnet(head_options& o) {
  o.method = adaptation_method::direct;
  o.steps = 0;
}
void nothing(head_options& o) {
  only_locnet(o);
  o.heat_steps = 0;
}

void plain(head_options& o) { o.plain_labels = true; }
void fused(head_options& o) { o.targets = pseudo_label_angle::fused; }
void fill(head_options& o) { o.candidates = 8; }
/// Eight pseudo-labels per step instead of two, and a filter's as many of 32 candidates.
void many(head_options& o) {
  o.unlabelled_batch = 8;
  if (o.candidates.value_or(0) > 0) o.candidates = 32;
}
void heavy(head_options& o) { o.consistency = 4; }
void fast(head_options& o) { o.learning_rate = 4e-4; }
void apart(head_options& o) { o.by_component = true; }

template <int Percent>
void quantile(head_options& o) {
  o.filter.keep_share = Percent / 100.0;
}

template <int Hundredths>
void fixed(head_options& o) {
  o.filter.name = filter_name::fixed;
  o.filter.threshold = Hundredths / 100.0;
}

template <int Hundredths>
void exponential(head_options& o) {
  o.filter.name = filter_name::exponential;
  o.filter.softness = Hundredths / 100.0;
}

/// Direct training, and both teachers with targets of either length, on labelled photographs as they are or augmented.
adaptation_study regimes() {
  return {
      "regimes",
      "Three methods in four regimes, 9 labels",
      {{"direct, plain labels", all_of<direct, plain>, ""},
       {"teacher, plain labels, fused targets", all_of<teacher, plain, fused>, "direct, plain labels"},
       {"confident, plain labels, fused targets", all_of<confident, plain, fused>,
        "teacher, plain labels, fused targets"},
       {"teacher, plain labels, unit targets", all_of<teacher, plain>, "direct, plain labels"},
       {"confident, plain labels, unit targets", all_of<confident, plain>, "teacher, plain labels, unit targets"},
       {"direct, augmented labels", direct, "", 9, true},
       {"teacher, augmented labels, fused targets", all_of<teacher, fused>, "direct, augmented labels"},
       {"confident, augmented labels, fused targets", all_of<confident, fused>,
        "teacher, augmented labels, fused targets"},
       {"teacher, augmented labels, unit targets", teacher, "direct, augmented labels", 9, true},
       {"confident, augmented labels, unit targets", confident, "teacher, augmented labels, unit targets", 9, true}}};
}

adaptation_study labels() {
  adaptation_study study{"labels", "More labels, augmented, unit targets", {}};
  for (std::size_t const count : {18U, 27U}) {
    auto const with = ", " + std::to_string(count) + " labels";
    study.arms.push_back({"direct" + with, direct, "", count});
    study.arms.push_back({"teacher" + with, teacher, "direct" + with, count});
    study.arms.push_back({"confident" + with, confident, "teacher" + with, count, true});
  }
  return study;
}

/// What each part of an adaptation, as the tool does it by itself, is worth.
adaptation_study shares() {
  return {"shares",
          "What each part of an adaptation is worth, 9 labels",
          {{"before adaptation", nothing, "", 9, true},
           {"LocNet alone", only_locnet, "before adaptation", 9, true},
           {"LocNet and PoseNet", all_of<confident, fill>, "before adaptation", 9, true},
           {"before adaptation, eight views", nothing, "", 9, true, false, 8},
           {"LocNet and PoseNet, eight views", all_of<confident, fill>, "before adaptation", 9, true, false, 8}}};
}

/// Forms of the confident teacher, in the two regimes that differ most.
adaptation_study filters() {
  std::string const base = "teacher, augmented", native_base = "teacher, plain";
  return {"filters",
          "Forms of the confident teacher, 9 labels, unit targets",
          {{base, teacher, ""},
           {"surest quarter, augmented", all_of<confident, quantile<25>>, base},
           {"surest half, augmented", confident, base},
           {"surest three quarters, augmented", all_of<confident, quantile<75>>, base},
           {"surest half, filled, augmented", all_of<confident, fill>, base},
           {"angles and sizes apart, augmented", all_of<confident, apart>, base},
           {"apart and filled, augmented", all_of<confident, apart, fill>, base},
           {"weight exp(-M_uc / 2), augmented", all_of<confident, exponential<200>>, base},
           {"T = 0.5, augmented", all_of<confident, fixed<50>>, base},
           {"T = 1, augmented", all_of<confident, fixed<100>>, base},
           {"T = 2, augmented", all_of<confident, fixed<200>>, base},
           {native_base, all_of<teacher, plain>, ""},
           {"surest half, plain", all_of<confident, plain>, native_base},
           {"surest half, filled, plain", all_of<confident, plain, fill>, native_base},
           {"apart and filled, plain", all_of<confident, plain, apart, fill>, native_base},
           {"weight exp(-M_uc / 2), plain", all_of<confident, plain, exponential<200>>, native_base}}};
}

/// Pseudo-labels that move the student more, so that wrong ones do more harm.
adaptation_study strong_pseudo_labels() {
  return {"strong-pseudo-labels",
          "Lessons that weigh more, 9 labels",
          {{"teacher, eight lessons", all_of<teacher, many>, ""},
           {"filled, eight lessons", all_of<confident, fill, many>, "teacher, eight lessons", 9, true},
           {"teacher, eight lessons of weight 4", all_of<teacher, many, heavy>, ""},
           {"filled, eight lessons of weight 4", all_of<confident, fill, many, heavy>,
            "teacher, eight lessons of weight 4"},
           {"teacher, rate 4e-4", all_of<teacher, fast>, ""},
           {"filled, rate 4e-4", all_of<confident, fill, fast>, "teacher, rate 4e-4"},
           {"teacher, eight lessons of weight 4, plain labels, fused targets",
            all_of<teacher, many, heavy, plain, fused>, ""},
           {"filled, eight lessons of weight 4, plain labels, fused targets",
            all_of<confident, fill, many, heavy, plain, fused>,
            "teacher, eight lessons of weight 4, plain labels, fused targets"}}};
}

adaptation_study distractors() {
  std::string const base = "teacher among distractors";
  return {"distractors",
          "Unlabelled photographs of other things among them, 9 labels, augmented, unit targets",
          {{base, teacher, "", 9, false, true},
           {"confident among distractors", confident, base, 9, false, true},
           {"confident and filled among distractors", all_of<confident, fill>, base, 9, false, true}}};
}

}  // namespace

std::vector<adaptation_study> const& adaptation_studies() {
  static std::vector<adaptation_study> const all{regimes(),    shares(), labels(), filters(), strong_pseudo_labels(),
                                                 distractors()};
  return all;
}

}  // namespace suregrasp::experiments
