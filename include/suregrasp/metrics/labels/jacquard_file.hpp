#ifndef SUREGRASP_METRICS_LABELS_JACQUARD_FILE_HPP
#define SUREGRASP_METRICS_LABELS_JACQUARD_FILE_HPP

#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/metrics/labels/jacquard_row.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// The grasps of a Jacquard file, which has one line `x;y;theta;opening;jaw` per grasp.
struct jacquard_grasps {
  std::vector<grasp<double>> grasps;
  std::vector<source_location> sources;  ///< file and line of each grasp
};

/// Reads the text of a `_grasps.txt` file; `path` is for messages. Rows that differ in the jaw alone, as Jacquard
/// writes them for several gripper sizes, stay separate grasps. Throws `data_error` `data.jacquard.row`.
[[nodiscard]] inline jacquard_grasps parse_jacquard_grasps(std::string_view text, std::string const& path) {
  jacquard_grasps result;
  int number = 0;
  for (auto const line : detail::lines_of_file(text, path)) {
    source_location const where{path, ++number};
    if (line.empty()) continue;
    result.grasps.push_back(parse_jacquard_row(line, where));
    result.sources.push_back(where);
  }
  return result;
}

/// The part of a submission to Jacquard's benchmark for one photograph: its name, then one row per grasp, best first.
/// Throws `geometry_error` `geometry.not_finite` for a grasp that is not finite.
[[nodiscard]] inline std::string format_jacquard_submission(std::string const& id,
                                                            std::span<grasp<double> const> grasps) {
  std::string text = id + "\n";
  for (auto const& g : grasps) {
    if (!is_finite(g)) throw geometry_error("geometry.not_finite", id + ": expected finite grasps to submit");
    auto const row = to_jacquard(g);
    for (double const value : {row.x, row.y, row.theta_degrees, row.opening}) text += fixed_text(value, 4) + ";";
    text += fixed_text(row.jaw, 4) + "\n";
  }
  return text;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_LABELS_JACQUARD_FILE_HPP
