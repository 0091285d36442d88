#ifndef SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP
#define SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/metrics/predictions/prediction_figures.hpp>
#include <vector>

namespace suregrasp::cli {

/// What `score` tells of one set of predictions.
struct score_figures {
  prediction_figures own;
  std::string compared_with{};               ///< file of the other predictions; empty: none
  std::vector<comparison_row> comparison{};  ///< with those
};

[[nodiscard]] nlohmann::ordered_json to_json(score_figures const& figures);
[[nodiscard]] std::string table(score_figures const& figures);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SCORE_FIGURES_HPP
