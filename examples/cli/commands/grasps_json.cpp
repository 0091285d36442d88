#include "grasps_json.hpp"

#include <algorithm>
#include <suregrasp/geometry/grasp_fields.hpp>

namespace suregrasp::cli {

namespace {

nlohmann::ordered_json components_json(std::array<double, 3> const& of) {
  return {{"theta", of[0]}, {"opening", of[1]}, {"jaw", of[2]}};
}

}  // namespace

nlohmann::ordered_json grasps_json(detections const& found, std::size_t top) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) {
    auto const& each = found.ranked[i];
    nlohmann::ordered_json row;
    for_each_field(each.grasp, [&](std::string_view name, double value) { row[std::string(name)] = value; });
    row["uncertainty"] = each.uncertainty;
    row["heat"] = each.heat;
    row["variance"] = components_json(each.variance);
    list.push_back(std::move(row));
  }
  return list;
}

nlohmann::ordered_json errors_json(std::span<pose_error const> errors) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (auto const& each : errors)
    list.push_back({{"uncertainty", each.uncertainty},
                    {"loss", each.loss},
                    {"angle", each.angle},
                    {"variance", components_json(each.variance)},
                    {"loss_of", components_json(each.parts)},
                    {"place_loss", each.location_loss},
                    {"place_angle", each.location_angle}});
  return list;
}

}  // namespace suregrasp::cli
