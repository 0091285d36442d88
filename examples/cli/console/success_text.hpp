#ifndef SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP
#define SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/ranked_success.hpp>

namespace suregrasp::cli {

/// ` 87.1 % [ 80.6,  91.7]   122/140 `: a rate with its 95 % interval and its counts, always as wide.
[[nodiscard]] std::string success_text(proportion const& success);

/// The same with every figure named, and at which overlap it was counted.
[[nodiscard]] nlohmann::ordered_json success_json(proportion const& success);
[[nodiscard]] nlohmann::ordered_json success_json(double iou, proportion const& success);

/// A list of those, of one column of a table.
[[nodiscard]] nlohmann::ordered_json success_json(success_table const& table, proportion success_row::*column);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP
