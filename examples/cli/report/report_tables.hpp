#ifndef SUREGRASP_CLI_REPORT_REPORT_TABLES_HPP
#define SUREGRASP_CLI_REPORT_REPORT_TABLES_HPP

#include <nlohmann/json.hpp>
#include <string>

namespace suregrasp::cli {

/// The tables of a report as HTML, empty where there is nothing to show; see report.hpp for the form.
[[nodiscard]] std::string data_table(nlohmann::ordered_json const& sets);
[[nodiscard]] std::string success_table(nlohmann::ordered_json const& evaluations);
[[nodiscard]] std::string certainty_table(nlohmann::ordered_json const& evaluations);
[[nodiscard]] std::string adaptation_table(nlohmann::ordered_json const& adaptation);

/// What the intervals of the methods allow to be said about their order; empty with fewer than two methods.
[[nodiscard]] std::string order_of_methods(nlohmann::ordered_json const& methods);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_TABLES_HPP
