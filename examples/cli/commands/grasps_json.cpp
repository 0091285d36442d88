#include "grasps_json.hpp"

#include <algorithm>
#include <suregrasp/files/json_fields.hpp>

namespace suregrasp::cli {

nlohmann::ordered_json grasps_json(detections const& found, std::size_t top) {
  auto list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) list.push_back(to_json(found.ranked[i]));
  return list;
}

nlohmann::ordered_json errors_json(std::span<pose_error const> errors) {
  auto list = nlohmann::ordered_json::array();
  for (auto const& each : errors) {
    auto row = to_json(each);
    row.erase("image");  // they are listed by image
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace suregrasp::cli
