#ifndef SUREGRASP_EXPERIMENTS_CERTAINTY_HPP
#define SUREGRASP_EXPERIMENTS_CERTAINTY_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "charts/line_chart.hpp"

#include "candidates.hpp"

namespace suregrasp::experiments {

/// The poses at the labelled centres: how certain the detector was, and how wrong.
struct labelled_errors {
  std::vector<double> uncertainty, loss, angle;
  std::vector<bool> turned;  ///< more than 30 degrees from the label
};

/// Against the label at each centre, or against the label at the same location that fits best.
[[nodiscard]] labelled_errors errors_of(std::vector<judged_photograph> const& photographs, bool best_at_location);

/// How certainty and error go together.
[[nodiscard]] nlohmann::ordered_json certainty_json(labelled_errors const& errors);

/// The same for theta, opening and jaw apart: what each contributes to the loss, by how much that is less where M_uc
/// is, and what its own variance says of it.
[[nodiscard]] nlohmann::ordered_json components_json(std::vector<judged_photograph> const& photographs);

/// Mean loss of the most certain poses against the share of them.
[[nodiscard]] chart_series risk_series(std::string const& name, labelled_errors const& errors);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_CERTAINTY_HPP
