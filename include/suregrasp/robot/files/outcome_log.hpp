#ifndef SUREGRASP_ROBOT_FILES_OUTCOME_LOG_HPP
#define SUREGRASP_ROBOT_FILES_OUTCOME_LOG_HPP

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/metrics/labels/native_photograph.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// How it went when a robot carried a grasp out.
struct grasp_outcome {
  std::string image{};               ///< file of the picture that the grasp was found in
  suregrasp::grasp<double> grasp{};  ///< in its pixels
  double uncertainty = 0;            ///< M_uc
  bool success = false;              ///< as the robot saw it: something was held
  std::string remark{};              ///< anything, as the verdict of a planner
  std::optional<double> heat{};      ///< of the heatmap at its place, where that is known
  friend bool operator==(grasp_outcome const&, grasp_outcome const&) = default;

  static constexpr auto fields(auto list) {
    using o = grasp_outcome;
    return list(field{"image", &o::image}, field{"grasp", &o::grasp}.inlined(),
                field{"uncertainty", &o::uncertainty, "M_uc"}.at_least(0), field{"success", &o::success},
                field{"remark", &o::remark}, field{"heat", &o::heat, "Heat"}.between(0, 1));
  }
};

/// Writes outcomes one after the other at the end of a file, a line of JSON each, so that a robot that stops loses
/// none.
class outcome_log {
 public:
  /// Goes on with the file where there is one. Throws `data_error` `io.write`.
  explicit outcome_log(std::filesystem::path path) : path_(std::move(path)), file_(path_, std::ios::app) { require(); }

  /// Throws `data_error` `io.write` where the line could not be written.
  void add(grasp_outcome const& outcome) {
    file_ << json_text(to_json(outcome), path_.string(), -1) + "\n" << std::flush;
    require();
  }

 private:
  void require() const {
    if (!file_) throw data_error("io.write", path_.string() + ": expected a file that can be written to");
  }

  std::filesystem::path path_;
  std::ofstream file_;
};

/// The outcomes of a log's text; `origin` begins every message. As `read_outcomes`.
[[nodiscard]] inline std::vector<grasp_outcome> parse_outcomes(std::string_view text, std::string const& origin) {
  std::vector<grasp_outcome> outcomes;
  int number = 0;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    ++number;
    if (line.empty()) continue;
    auto const where = origin + ":" + std::to_string(number);
    auto const json = parse_json<nlohmann::ordered_json>(line, where, "data.outcomes");
    outcomes.push_back(from_json<grasp_outcome>(json, where, {.may_lack = {"remark", "heat"}}));
    auto& held = outcomes.back().grasp;
    held = detail::sensible(held, where);
    held.theta = axial_wrap(held.theta);
    if (!(held.opening >= 0) || !(held.jaw >= 0))
      throw data_error("data.outcomes", where + ": expected a grasp whose sizes are not below 0, got " + text_of(held));
  }
  return outcomes;
}

/// The outcomes of a log. A last line without an end, as a robot leaves it that lost its power, counts as none.
///
/// Throws `data_error`: as `read_file`, `data.outcomes` for a line that is no JSON or no grasp, `json.field`, both with
/// the line.
[[nodiscard]] inline std::vector<grasp_outcome> read_outcomes(std::filesystem::path const& path) {
  return parse_outcomes(read_file(path), path.string());
}

/// M_uc and failure of each of several grasps.
struct outcome_failures {
  std::vector<double> uncertainties{};
  std::vector<bool> failed{};
};

/// The outcomes as `control_risk` and `success_curve_of` take them.
[[nodiscard]] inline outcome_failures failures_of(std::span<grasp_outcome const> outcomes) {
  outcome_failures all;
  for (auto const& each : outcomes) all.uncertainties.push_back(each.uncertainty), all.failed.push_back(!each.success);
  return all;
}

/// The heat of the coldest of the outcomes, of which alone they say something; 0 where the heat of one is not known.
[[nodiscard]] inline double least_heat_of(std::span<grasp_outcome const> outcomes) {
  if (outcomes.empty()) return 0;
  double least = 1;
  for (auto const& each : outcomes) least = std::min(least, each.heat.value_or(0));
  return least;
}

/// The pictures with what was held as grasps and what was not as negatives, in the order of their first outcome: labels
/// to adapt with, once `format_native_json` has written them beside the pictures.
[[nodiscard]] inline std::vector<native_photograph> labels_of(std::span<grasp_outcome const> outcomes) {
  std::vector<native_photograph> photographs;
  std::map<std::string, std::size_t> at;
  for (auto const& each : outcomes) {
    auto const [known, added] = at.emplace(each.image, photographs.size());
    if (added) photographs.push_back({detail::id_of_image(each.image), each.image});
    auto& photograph = photographs[known->second];
    (each.success ? photograph.grasps : photograph.negatives).push_back(each.grasp);
  }
  return photographs;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_FILES_OUTCOME_LOG_HPP
