#ifndef SUREGRASP_CLI_REPORT_REPORT_CHARTS_HPP
#define SUREGRASP_CLI_REPORT_REPORT_CHARTS_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace suregrasp::cli {

/// Name and colour of an adaptation method, the same in every chart and table.
struct method_style {
  std::string name;
  std::size_t colour;
};
[[nodiscard]] method_style style_of(std::string_view method);

/// The charts of a report as HTML figures, empty where the results have nothing to show; see report.hpp for the form.
[[nodiscard]] std::string posenet_chart(nlohmann::ordered_json const& records);
[[nodiscard]] std::string locnet_chart(nlohmann::ordered_json const& records);
[[nodiscard]] std::string certainty_chart(nlohmann::ordered_json const& records);
[[nodiscard]] std::string risk_coverage_chart(nlohmann::ordered_json const& evaluations);
[[nodiscard]] std::string adaptation_loss_chart(nlohmann::ordered_json const& methods);
[[nodiscard]] std::string pass_rate_chart(nlohmann::ordered_json const& methods);
[[nodiscard]] std::string adapted_risk_coverage_chart(nlohmann::ordered_json const& methods);

/// Figures side by side where the page is wide enough; empty without any.
[[nodiscard]] std::string figure_row(std::vector<std::string> const& figures);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_CHARTS_HPP
