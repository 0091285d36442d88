#ifndef SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP
#define SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/metrics/proportion.hpp>

namespace suregrasp::cli {

/// ` 87.1 % [ 80.6,  91.7]   122/140 `: a rate with its 95 % interval and its counts, always as wide.
[[nodiscard]] std::string success_text(proportion const& success);

/// The same with every figure named.
[[nodiscard]] nlohmann::ordered_json success_json(double iou, proportion const& success);

/// A list of those at each of `success_ious`.
[[nodiscard]] nlohmann::ordered_json success_json(std::array<proportion, 3> const& success);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_SUCCESS_TEXT_HPP
