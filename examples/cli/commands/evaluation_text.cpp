#include "evaluation_text.hpp"

#include <algorithm>
#include <cstdio>
#include <span>
#include <suregrasp/files/json_fields.hpp>

#include "cli/console/success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

/// The risk-coverage curve at every per cent of coverage, or at every pose where there are fewer.
json risk_json(std::span<pose_error const> errors) {
  json list = json::array();
  if (errors.empty()) return list;
  auto const curve = risk_coverage(errors);
  std::size_t const count = curve.points.size(), stride = std::max<std::size_t>(1, count / 100);
  for (std::size_t i = stride - 1; i < count; i += stride)
    list.push_back({{"coverage", curve.points[i].coverage}, {"risk", curve.points[i].risk}});
  return list;
}

std::string text(char const* format, auto... arguments) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, format, arguments...);
  return buffer;
}

}  // namespace

json to_json(std::string const& name, evaluation const& result) {
  json evaluated{{"name", name},
                 {"images", result.images},
                 {"poses", result.errors.size()},
                 {"success", success_json(result.success, &success_row::first)},
                 {"any_success", success_json(result.success, &success_row::any)}};
  evaluated.update(suregrasp::to_json(result.certainty));
  evaluated["risk_coverage"] = risk_json(result.errors);
  return evaluated;
}

std::string table(std::string const& name, evaluation const& result) {
  std::string lines = name + ": " + std::to_string(result.images) + " images\n";
  lines += "  success      first-ranked grasp               any of the grasps found\n";
  for (auto const& row : result.success)
    lines += text("  IoU > %.2f   ", row.iou) + success_text(row.first) + "   " + success_text(row.any) + "\n";
  auto const& c = result.certainty;
  lines += text("  pose loss at %zu labelled centres: mean %.4f, angle error %.1f degrees\n", result.errors.size(),
                c.mean_error, c.mean_angle_degrees);
  lines += text("  most certain half %.4f (%+.0f %%), most certain of each image %.4f (%+.0f %%), Spearman %.2f\n",
                c.certain_half_error, 100 * (c.certain_half_error / c.mean_error - 1), c.most_certain_error,
                100 * (c.most_certain_error / c.mean_error - 1), c.spearman);
  return lines + "  intervals: 95 % (Wilson)\n";
}

}  // namespace suregrasp::cli
