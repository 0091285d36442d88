#ifndef SUREGRASP_CLI_COMMANDS_EVALUATE_HPP
#define SUREGRASP_CLI_COMMANDS_EVALUATE_HPP

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <vector>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"
#include "detector_runtime.hpp"

namespace suregrasp::cli {

struct evaluate_options {
  std::filesystem::path model{};
  vote_options votes{};
  std::filesystem::path data{};
  std::string depth_unit = "auto";
  std::filesystem::path json{};         ///< empty: no file
  std::filesystem::path predictions{};  ///< empty: no file
  std::string part = "all";
  std::filesystem::path split{};  ///< empty: none
  std::string shard{};            ///< such as `3/16`; empty: all
  detect_options search{};
  image_window window = image_window::middle;
  whole_image_options whole{};
  std::string gripper{};           ///< empty: no second metric
  std::filesystem::path camera{};  ///< of the depth images
  bool oracle = false;
  int size = 288;
  angle_code angle = angle_code::double_angle;
  double disk_radius = 0.02;

  static constexpr auto fields(auto list) {
    using o = evaluate_options;
    return list(
        field{"model", &o::model, "Model file (default: the one that comes with the tool; with --oracle none)"},
        field{"votes", &o::votes}, field{"data", &o::data, data_formats}.required(),
        field{"depth_unit", &o::depth_unit, data_depth_unit},
        field{"json", &o::json, "Also write the figures to this file"},
        field{"predictions", &o::predictions,
              "Also write every grasp found to this file, for `suregrasp score` (JSON)"},
        field{"part", &o::part, "all photographs, or those held-out of the model's training"}.one_of("all, held-out"),
        field{"split", &o::split, "Only the photographs that the split in this file holds out"},
        field{"shard", &o::shard,
              "Only a part of the photographs, as i/n: 1/4 to 4/4 are all; other processes do the others, and the last "
              "writes what all make (docs/many_machines.md)"},
        field{"search", &o::search},
        field{"window", &o::window,
              "Where grasps are sought: in the middle, a square of 0.84 of the shorter side as in the paper, or in the "
              "whole photograph"},
        field{"whole", &o::whole},
        field{"gripper", &o::gripper,
              "Also count how often grasps are correct and this gripper gets to them past what the depth images show: "
              "2f85, 2f140, franka, rg2, rg6, wsg50, or a JSON file"},
        field{"camera", &o::camera, "JSON file of the camera that took the depth images, for --gripper"},
        field{"oracle", &o::oracle,
              "What a perfect model reaches: labels turned into targets and back, without a network"},
        field{"size", &o::size, "With --oracle and no model: side of the network's input", "pixels"}.between(32, 2048),
        field{"angle", &o::angle, "With --oracle and no model: double or raw, as for train"},
        field{"disk_radius", &o::disk_radius,
              "With --oracle: radius of the heatmap's target disks, in sides of the input"}
            .between(0.001, 0.5));
  }
};

/// The detector at `model` on the labelled photographs of a folder; `each` is told the outcome of each.
[[nodiscard]] evaluation evaluate(evaluate_options const& options, run_options const& run,
                                  std::function<void(sample const&, image_evaluation const&)> const& each = {});

/// Evaluates, prints the table on standard output and writes the JSON file where one is asked for; with `oracle` what
/// a perfect model would reach.
void evaluate_and_print(evaluate_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_EVALUATE_HPP
