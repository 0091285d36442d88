#ifndef SUREGRASP_CLI_REPORT_REPORT_KEY_FIGURES_HPP
#define SUREGRASP_CLI_REPORT_REPORT_KEY_FIGURES_HPP

#include <nlohmann/json.hpp>
#include <string>

namespace suregrasp::cli {

/// The handful of numbers to see first, as cards in HTML: success and certainty on the first evaluated set, success of
/// the confident method after adaptation. Empty where the results have none of them.
[[nodiscard]] std::string key_figures(nlohmann::ordered_json const& report);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_KEY_FIGURES_HPP
