#ifndef SUREGRASP_EVALUATE_EVALUATION_HPP
#define SUREGRASP_EVALUATE_EVALUATION_HPP

#include <cstddef>
#include <functional>
#include <optional>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/whole_image_options.hpp>
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <suregrasp/evaluate/pose_error.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How a data set is evaluated.
struct evaluation_options {
  /// Where grasps are sought, and what makes one the first; every image gets a first grasp.
  detect_options detecting{.always_one = true};
  image_window window = image_window::middle;        ///< where grasps are sought in each image
  whole_image_options whole{};                       ///< how, where that is the whole of it
  metric_dialect dialect = metric_dialect::jaccard;  ///< of the rectangle metric
  std::size_t few = usual_few;                       ///< ranks that `first_few` of the success table counts
  friend bool operator==(evaluation_options const&, evaluation_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = evaluation_options;
    return list(field{"detecting", &o::detecting}, field{"window", &o::window}, field{"whole", &o::whole},
                field{"dialect", &o::dialect}, field{"few", &o::few});
  }
};

/// What a detector does on one labelled image.
struct image_evaluation {
  detections found;                ///< in pixels of the image, best first
  ranked_overlaps overlaps;        ///< of each with the labels
  std::vector<pose_error> errors;  ///< at every labelled centre in view of the network
};

/// What a detector does on a set of labelled images.
struct evaluation {
  std::size_t images = 0;
  success_table success;                             ///< at each of `success_ious`
  certainty_summary certainty;                       ///< of `errors`
  std::vector<ranked_overlaps> overlaps;             ///< of each image's grasps with its labels
  std::vector<std::optional<double>> uncertainties;  ///< M_uc of each image's first grasp; nothing where there is none
  std::vector<pose_error> errors;                    ///< at every labelled centre in view of the network
};

/// What an evaluation tells, and what it asks, while it works. Every member may be left as it is; what they throw ends
/// the evaluation and reaches the caller. Called on the thread that called the evaluation.
struct evaluation_hooks {
  std::function<void(run_progress const&)> progress{};  ///< after each image
  std::function<bool()> stop{};                         ///< asked after each image; true ends by `run_stopped`
  std::function<void(sample const&, image_evaluation const&)> image{};  ///< gets each image's outcome, in their order
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_EVALUATION_HPP
