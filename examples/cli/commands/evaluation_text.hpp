#ifndef SUREGRASP_CLI_COMMANDS_EVALUATION_RESULT_HPP
#define SUREGRASP_CLI_COMMANDS_EVALUATION_RESULT_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/evaluate/evaluation.hpp>

namespace suregrasp::cli {

/// How errors and uncertainties of poses relate: what the paper's Fig. 3 is about.
struct certainty_summary {
  double mean_error = 0;          ///< mean evaluation loss
  double certain_half_error = 0;  ///< of the more certain half of all poses
  double most_certain_error = 0;  ///< of the most certain pose of each image
  double spearman = 0;            ///< rank correlation of M_uc and loss
  double mean_angle = 0;          ///< axial angle error, degrees
};

/// NaN throughout where there is nothing to summarise.
[[nodiscard]] certainty_summary summarise(std::vector<pose_error> const& errors);

/// An evaluation under a name, as reports and `--json` hold it.
[[nodiscard]] nlohmann::ordered_json to_json(std::string const& name, evaluation const& result);

/// The same for people.
[[nodiscard]] std::string table(std::string const& name, evaluation const& result);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_EVALUATION_RESULT_HPP
