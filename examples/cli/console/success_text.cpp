#include "success_text.hpp"

#include <cstdio>
#include <suregrasp/files/json_fields.hpp>

namespace suregrasp::cli {

std::string success_text(proportion const& success) {
  auto const interval = success.wilson();
  char buffer[80];
  std::snprintf(buffer, sizeof buffer, "%5.1f %% [%5.1f, %5.1f]  %4zu/%-4zu", 100 * success.rate(), 100 * interval.low,
                100 * interval.high, success.successes, success.trials);
  return buffer;
}

nlohmann::ordered_json success_json(proportion const& success) {
  auto json = to_json(success);
  json["rate"] = success.rate();
  json.update(to_json(success.wilson()));
  return json;
}

nlohmann::ordered_json success_json(double iou, proportion const& success) {
  nlohmann::ordered_json json{{"iou", iou}};
  json.update(success_json(success));
  return json;
}

nlohmann::ordered_json success_json(success_table const& table, proportion success_row::*column) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& row : table) list.push_back(success_json(row.iou, row.*column));
  return list;
}

}  // namespace suregrasp::cli
