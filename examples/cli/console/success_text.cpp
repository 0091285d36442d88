#include "success_text.hpp"

#include <cstdio>

namespace suregrasp::cli {

std::string success_text(proportion const& success) {
  auto const interval = success.wilson();
  char buffer[80];
  std::snprintf(buffer, sizeof buffer, "%5.1f %% [%5.1f, %5.1f]  %4zu/%-4zu", 100 * success.rate(), 100 * interval.low,
                100 * interval.high, success.successes, success.trials);
  return buffer;
}

nlohmann::ordered_json success_json(double iou, proportion const& success) {
  auto const interval = success.wilson();
  return {{"iou", iou},          {"successes", success.successes}, {"trials", success.trials}, {"rate", success.rate()},
          {"low", interval.low}, {"high", interval.high}};
}

nlohmann::ordered_json success_json(success_table const& table, proportion success_row::*column) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& row : table) list.push_back(success_json(row.iou, row.*column));
  return list;
}

}  // namespace suregrasp::cli
