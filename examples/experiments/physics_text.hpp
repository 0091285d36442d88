#ifndef SUREGRASP_EXPERIMENTS_PHYSICS_TEXT_HPP
#define SUREGRASP_EXPERIMENTS_PHYSICS_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>

#include "charts/line_chart.hpp"
#include "tried_scenes.hpp"

namespace suregrasp::experiments {

/// The experiment's figures as tables.
[[nodiscard]] std::string physics_markdown(nlohmann::ordered_json const& result);

/// What came true against what was stated, of one entry of `reliability`.
[[nodiscard]] line_chart reliability_chart(nlohmann::ordered_json const& calibrated);

/// Failures among the first grasps of some arms, the most certain first.
[[nodiscard]] line_chart risk_chart(tried_scenes const& tried, std::vector<std::string> const& arms);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PHYSICS_TEXT_HPP
