#ifndef SUREGRASP_EXPERIMENTS_PHYSICS_FIGURES_HPP
#define SUREGRASP_EXPERIMENTS_PHYSICS_FIGURES_HPP

#include <nlohmann/json.hpp>
#include <string>

#include "tried_scenes.hpp"

namespace suregrasp::experiments {

/// How often the first grasps of each arm lift, and against those of the arm called `base`.
[[nodiscard]] nlohmann::ordered_json arms_json(tried_scenes const& tried, std::string const& base);

/// How much of physical failure M_uc, heat and clearance foresee.
[[nodiscard]] nlohmann::ordered_json foresight_json(tried_proposals const& tried);

/// The rectangle metric against what happened.
[[nodiscard]] nlohmann::ordered_json metric_json(tried_proposals const& firsts);

/// Whether `control_risk` keeps its promise for physical failures, over 1000 random halves.
[[nodiscard]] nlohmann::ordered_json risk_control_json(tried_proposals const& firsts, std::uint64_t seed, double risk);

/// Probabilities learned on some outcomes, stated of others.
[[nodiscard]] nlohmann::ordered_json reliability_json(tried_proposals const& learned, tried_proposals const& asked,
                                                      bool without_touching);

/// M_uc of each.
[[nodiscard]] std::vector<double> certainties(tried_proposals const& tried);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_PHYSICS_FIGURES_HPP
