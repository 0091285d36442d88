#ifndef SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP
#define SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <suregrasp/metrics/grasp_difference.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/predictions/prediction_score.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <vector>

namespace suregrasp::cli {

/// Success at one threshold.
struct success_row {
  double iou = 0;
  proportion first, first_few, any;
};

/// Two sets of predictions, their first-ranked grasps, at one threshold; the second is the one scored.
struct comparison_row {
  double iou = 0;
  paired_comparison counts;
};

/// What the certainty of first-ranked grasps knows of their failures.
struct certainty_figures {
  risk_coverage_curve curve;  ///< of failures
  double excess_area = 0;
  double spearman = 0;  ///< of uncertainty and 1 - IoU
  std::optional<controlled_threshold> threshold;
};

/// All figures of one set of predictions.
struct score_figures {
  std::size_t photographs = 0, predictions = 0, missing = 0, top_k = 0;
  std::string dialect, ranked_by;
  double usual_iou = 0;  ///< above which a grasp is correct in the dialect
  std::vector<success_row> success{};
  std::size_t matched = 0;    ///< first-ranked grasps that overlap a label
  grasp_difference pixels{};  ///< mean absolute differences of those
  std::optional<grasp_difference> millimetres{};
  std::optional<double> average_precision{};
  std::optional<certainty_figures> certainty{};
  risk_control_options control{};
  std::string compared_with{};
  std::vector<comparison_row> comparison{};
};

[[nodiscard]] nlohmann::ordered_json to_json(score_figures const& figures);
[[nodiscard]] std::string table(score_figures const& figures);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP
