#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SCORE_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SCORE_HPP

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/metrics/labels/grasp_labels.hpp>
#include <suregrasp/metrics/precision_recall.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A first-ranked prediction, and the label it agrees with best.
struct matched_grasp {
  grasp<double> predicted;
  grasp<double> label;
};

/// Predictions beside the labels of the same photographs, photograph by photograph in the order of the labels.
struct prediction_score {
  std::vector<ranked_overlaps> overlaps{};         ///< of each prediction, best-ranked first
  std::vector<std::optional<double>> certainty{};  ///< of the first-ranked; nothing without predictions or figures
  std::vector<matched_grasp> matches{};            ///< of first-ranked predictions that overlap a label at all
  std::size_t predictions = 0;
  std::size_t missing = 0;                           ///< labelled photographs without predictions; each a failure
  prediction_order order = prediction_order::file;   ///< what ranked them
  metric_dialect dialect = metric_dialect::jaccard;  ///< what their overlaps are
};

namespace detail {

/// Finds labelled photographs by what predictions call them.
class label_finder {
 public:
  explicit label_finder(grasp_labels const& labels) : labels_(labels) {
    for (std::size_t i = 0; i < labels.photographs.size(); ++i) by_name_[last_name(id(i))].push_back(i);
  }

  /// The photograph whose id `image` names: as it is, or where one of the two has folders in front that the other
  /// lacks. Throws data_error `data.predictions.unknown` where there is none, `data.predictions.ambiguous` where there
  /// are several.
  [[nodiscard]] std::size_t find(image_predictions const& image) const {
    for (auto const& wanted : possible_ids(image.name.empty() ? image.id : image.name)) {
      auto const named = by_name_.find(last_name(wanted));
      if (named == by_name_.end()) continue;
      std::vector<std::size_t> fitting;
      for (auto const i : named->second) {
        if (id(i) == wanted) return i;
        if (is_end_of(id(i), wanted) || is_end_of(wanted, id(i))) fitting.push_back(i);
      }
      if (fitting.size() > 1)
        throw data_error("data.predictions.ambiguous", image.where + ": expected the id of one photograph, such as " +
                                                           id(fitting[0]) + " or " + id(fitting[1]) + ", got " +
                                                           visible(wanted) + ": write the folder too");
      if (fitting.size() == 1) return fitting.front();
    }
    throw data_error("data.predictions.unknown", image.where + ": expected the id of a labelled photograph, such as " +
                                                     id(0) + ", got " + visible(image.id));
  }

 private:
  [[nodiscard]] std::string const& id(std::size_t i) const { return labels_.photographs[i].id; }
  [[nodiscard]] static std::string last_name(std::string const& id) { return id.substr(id.rfind('/') + 1); }
  /// Whether `path` is `end` with folders in front.
  [[nodiscard]] static bool is_end_of(std::string const& end, std::string const& path) {
    return path.size() > end.size() && path.ends_with(end) && path[path.size() - end.size() - 1] == '/';
  }

  grasp_labels const& labels_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
};

}  // namespace detail

/// The predictions of each labelled photograph, in the order of the labels; none for those not predicted.
///
/// Throws data_error `data.predictions.unknown` for predictions of a photograph that has no labels,
/// `data.predictions.ambiguous` for a name that several have, `data.predictions.twice` for two names of one photograph.
[[nodiscard]] inline std::vector<std::vector<scored_grasp>> beside_labels(grasp_labels const& labels,
                                                                          prediction_set const& set) {
  detail::label_finder const finder(labels);
  std::map<std::size_t, std::string> named;
  std::vector<std::vector<scored_grasp>> result(labels.photographs.size());
  for (auto const& image : set) {
    auto const at = finder.find(image);
    auto const& name = image.name.empty() ? image.id : image.name;
    auto const [known, fresh] = named.emplace(at, name);
    if (!fresh)
      throw data_error("data.predictions.twice", image.where + ": expected one name for each photograph, got " +
                                                     known->second + " and " + name + " for " +
                                                     labels.photographs[at].id);
    result[at] = image.grasps;
  }
  return result;
}

/// Scores predictions, ranked by `order`, in a dialect of the rectangle metric. The score names the order that
/// `automatic` stood for. Throws data_error as `order_for` and `beside_labels`.
[[nodiscard]] inline prediction_score score_predictions(grasp_labels const& labels, prediction_set const& set,
                                                        prediction_order order = prediction_order::automatic,
                                                        metric_dialect dialect = metric_dialect::jaccard) {
  order = order_for(set, order);
  auto const predictions = beside_labels(labels, ranked(set, order));
  prediction_score result{.order = order, .dialect = dialect};
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    auto const& truth = labels.photographs[i].grasps;
    auto const& found = predictions[i];
    std::vector<grasp<double>> grasps;
    for (auto const& each : found) grasps.push_back(each.grasp);
    auto overlaps = overlaps_of(grasps, truth, {.dialect = dialect});
    if (!overlaps.empty() && overlaps.front() > 0)
      result.matches.push_back({grasps.front(), truth[best_match(grasps.front(), truth, {.dialect = dialect})->index]});
    bool const figures = !found.empty() && order != prediction_order::file;
    result.certainty.push_back(figures ? std::optional(confidence(found.front(), order)) : std::nullopt);
    result.predictions += found.size();
    result.missing += found.empty() ? 1 : 0;
    result.overlaps.push_back(std::move(overlaps));
  }
  return result;
}

/// Precision and recall of all predictions of all photographs as detections: most certain first, each claims the
/// unclaimed label of its photograph that it agrees with best by more than `overlap`, and is wrong where there is none.
[[nodiscard]] inline precision_recall_curve detection_curve(grasp_labels const& labels, prediction_set const& set,
                                                            prediction_order order, metric_dialect dialect,
                                                            double overlap) {
  auto const predictions = beside_labels(labels, ranked(set, order));
  std::vector<double> scores;
  std::vector<bool> right;
  std::size_t positives = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    auto unclaimed = labels.photographs[i].grasps;
    positives += unclaimed.size();
    for (auto const& each : predictions[i]) {
      auto const best = best_match(each.grasp, unclaimed, {.dialect = dialect});
      scores.push_back(confidence(each, order));
      right.push_back(best && best->iou > overlap);
      if (right.back()) unclaimed.erase(unclaimed.begin() + static_cast<std::ptrdiff_t>(best->index));
    }
  }
  return precision_recall(scores, right, positives);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SCORE_HPP
