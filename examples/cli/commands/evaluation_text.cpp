#include "evaluation_result.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

#include "cli/console/success_text.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::vector<double> values(std::vector<pose_error> const& errors, double pose_error::*member) {
  std::vector<double> list;
  for (auto const& each : errors) list.push_back(each.*member);
  return list;
}

/// Mean loss of the most certain pose of each image.
double most_certain_error(std::vector<pose_error> const& errors) {
  std::map<std::size_t, pose_error> surest;
  for (auto const& each : errors) {
    auto const [at, fresh] = surest.emplace(each.image, each);
    if (!fresh && each.uncertainty < at->second.uncertainty) at->second = each;
  }
  double sum = 0;
  for (auto const& [image, each] : surest) sum += each.loss;
  return sum / static_cast<double>(surest.size());
}

/// The risk-coverage curve at every per cent of coverage, or at every pose where there are fewer.
json risk_json(std::vector<pose_error> const& errors) {
  json list = json::array();
  if (errors.empty()) return list;
  auto const curve = risk_coverage(values(errors, &pose_error::uncertainty), values(errors, &pose_error::loss));
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

certainty_summary summarise(std::vector<pose_error> const& errors) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (errors.empty()) return {nan, nan, nan, nan, nan};
  auto const uncertainty = values(errors, &pose_error::uncertainty), loss = values(errors, &pose_error::loss);
  double angle = 0;
  for (auto const& each : errors) angle += each.angle;
  auto const curve = risk_coverage(uncertainty, loss);
  return {curve.mean_error(), curve.risk_at(0.5), most_certain_error(errors), spearman(uncertainty, loss),
          degrees(angle / static_cast<double>(errors.size()))};
}

json to_json(std::string const& name, evaluation const& result) {
  auto const certainty = summarise(result.errors);
  return {{"name", name},
          {"images", result.images},
          {"poses", result.errors.size()},
          {"success", success_json(result.top)},
          {"any_success", success_json(result.any)},
          {"mean_error", certainty.mean_error},
          {"certain_half_error", certainty.certain_half_error},
          {"most_certain_error", certainty.most_certain_error},
          {"spearman", certainty.spearman},
          {"angle_error_degrees", certainty.mean_angle},
          {"risk_coverage", risk_json(result.errors)}};
}

std::string table(std::string const& name, evaluation const& result) {
  std::string lines = name + ": " + std::to_string(result.images) + " images\n";
  lines += "  success      first-ranked grasp               any of the grasps found\n";
  for (std::size_t k = 0; k < success_ious.size(); ++k) {
    lines += text("  IoU > %.2f   ", success_ious[k]) + success_text(result.top[k]) + "   " +
             success_text(result.any[k]) + "\n";
  }
  auto const c = summarise(result.errors);
  lines += text("  pose loss at %zu labelled centres: mean %.4f, angle error %.1f degrees\n", result.errors.size(),
                c.mean_error, c.mean_angle);
  lines += text("  most certain half %.4f (%+.0f %%), most certain of each image %.4f (%+.0f %%), Spearman %.2f\n",
                c.certain_half_error, 100 * (c.certain_half_error / c.mean_error - 1), c.most_certain_error,
                100 * (c.most_certain_error / c.mean_error - 1), c.spearman);
  return lines + "  intervals: 95 % (Wilson)\n";
}

}  // namespace suregrasp::cli
