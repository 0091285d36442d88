#ifndef SUREGRASP_CLI_COMMANDS_SCORE_HPP
#define SUREGRASP_CLI_COMMANDS_SCORE_HPP

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/metrics/metric_dialect.hpp>
#include <suregrasp/metrics/predictions/prediction_set.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

struct score_options {
  std::filesystem::path predictions{};
  std::filesystem::path data{};
  metric_dialect dialect = metric_dialect::jaccard;
  prediction_order rank = prediction_order::automatic;
  std::size_t top_k = 5;
  std::vector<double> camera{};     ///< empty: errors in pixels only
  std::filesystem::path compare{};  ///< empty: none
  risk_control_options control{};
  std::filesystem::path json{};  ///< empty: no file

  static constexpr auto fields(auto list) {
    using o = score_options;
    return list(
        field{"predictions", &o::predictions, "File of predictions: JSON, CSV or Jacquard's text"}.required(),
        field{"data", &o::data,
              "Labels: a folder with Cornell's <id>cpos.txt or Jacquard's <id>_grasps.txt, or a .json or .csv file of "
              "our own"}
            .required(),
        field{"dialect", &o::dialect,
              "jaccard: IoU, 30 degrees; ivalab: IoU, 10 degrees; ggcnn: IoU of pixels after rounding; cornell: the "
              "scorer of 2011"},
        field{"rank", &o::rank, "What makes a grasp the first; auto takes the first of the others there is"},
        field{"top_k", &o::top_k, "Grasps of the second column"}.above(0),
        field{"camera", &o::camera, "fx,fy,depth: focal lengths in pixels and metres to the table; adds millimetres"}
            .separated_by(','),
        field{"compare", &o::compare, "Other predictions of the same photographs, compared pair by pair"},
        field{"control", &o::control}, field{"json", &o::json, "Also write the figures to this file"});
  }
};

/// The forms of predictions, for people.
[[nodiscard]] std::string prediction_formats();

/// Scores anyone's predictions against the labels in a folder, prints the figures and writes the JSON asked for.
void score_and_print(score_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_SCORE_HPP
