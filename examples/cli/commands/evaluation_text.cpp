#include "evaluation_text.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/json_fields.hpp>

#include "cli/console/printf_text.hpp"
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

/// How much less or more `part` is than `whole`, in percent; a dash where that is 0.
std::string change(double part, double whole) {
  return whole > 0 ? printf_text("%+.0f %%", 100 * (part / whole - 1)) : std::string("-");
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
    lines += printf_text("  IoU > %.2f   ", row.iou) + success_text(row.first) + "   " + success_text(row.any) + "\n";
  auto const& c = result.certainty;
  if (result.errors.empty()) return lines + "  no labelled centre: no pose loss\n  intervals: 95 % (Wilson)\n";
  lines += printf_text("  pose loss at %zu labelled centres: mean %.4f, angle error %.1f degrees\n",
                       result.errors.size(), c.mean_error, c.mean_angle_degrees);
  lines += printf_text("  most certain half %.4f (%s), most certain of each image %.4f (%s), Spearman %s\n",
                       c.certain_half_error, change(c.certain_half_error, c.mean_error).c_str(), c.most_certain_error,
                       change(c.most_certain_error, c.mean_error).c_str(),
                       std::isnan(c.spearman) ? "-" : fixed_text(c.spearman, 2).c_str());
  return lines + "  intervals: 95 % (Wilson)\n";
}

}  // namespace suregrasp::cli
