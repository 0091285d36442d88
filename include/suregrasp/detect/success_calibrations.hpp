#ifndef SUREGRASP_DETECT_SUCCESS_CALIBRATIONS_HPP
#define SUREGRASP_DETECT_SUCCESS_CALIBRATIONS_HPP

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/metrics/success_calibration.hpp>
#include <vector>

/// What a model file says of the chance that its grasps succeed.
namespace suregrasp::inline v2 {

/// The key under which a model file holds it: a list, an entry for each number of views.
inline constexpr char const* success_key = "suregrasp.success";

/// The calibrations in the metadata of a model file, none where nobody calibrated it; `origin` begins every message.
///
/// Throws `data_error` `data.success` for text that is no list of calibrations, `json.field` for an entry that is none;
/// `metric_error` `metrics.success_curve`.
[[nodiscard]] inline std::vector<success_calibration> success_calibrations_of(
    std::map<std::string, std::string> const& metadata, std::string const& origin) {
  auto const found = metadata.find(success_key);
  if (found == metadata.end()) return {};
  auto const where = origin + ": " + success_key;
  auto const list = parse_json<nlohmann::ordered_json>(found->second, where, "data.success");
  if (!list.is_array()) throw data_error("data.success", where + ": expected a list of calibrations");
  std::vector<success_calibration> all;
  for (auto const& entry : list) {
    all.push_back(from_json<success_calibration>(entry, where, {.may_lack = {"least_heat"}}));
    require_valid(all.back().curve, where);
  }
  return all;
}

/// Adds a calibration to the metadata of a model file, in place of one for the same number of views. Throws as
/// `success_calibrations_of`.
inline void add_success_calibration(std::map<std::string, std::string>& metadata, success_calibration const& added,
                                    std::string const& origin) {
  require_valid(added.curve, origin);
  auto all = success_calibrations_of(metadata, origin);
  std::erase_if(all, [&](success_calibration const& each) { return each.views == added.views; });
  all.push_back(added);
  auto list = nlohmann::ordered_json::array();
  for (auto const& each : all) list.push_back(to_json(each));
  metadata[success_key] = list.dump();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_SUCCESS_CALIBRATIONS_HPP
