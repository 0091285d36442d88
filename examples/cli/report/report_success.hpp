#ifndef SUREGRASP_CLI_REPORT_REPORT_SUCCESS_HPP
#define SUREGRASP_CLI_REPORT_REPORT_SUCCESS_HPP

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/number_text.hpp>

#include "report_results.hpp"

namespace suregrasp::cli {

/// The entry of a list of success rates that belongs to this IoU, or null.
[[nodiscard]] inline nlohmann::ordered_json const& success_at(nlohmann::ordered_json const& entries, double iou) {
  static nlohmann::ordered_json const nothing;
  auto const found =
      std::ranges::find_if(entries, [&](auto const& e) { return std::abs(results::number(e, "iou") - iou) < 1e-6; });
  return found == entries.end() ? nothing : *found;
}

/// The interval of a success rate, as `85.0–94.6 %`.
[[nodiscard]] inline std::string interval_text(nlohmann::ordered_json const& success) {
  return fixed_text(100 * results::number(success, "low"), 1) + "\u2013" +
         percent_text(results::number(success, "high"));
}

[[nodiscard]] inline std::string count_text(double count) { return fixed_text(count, 0); }

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_SUCCESS_HPP
